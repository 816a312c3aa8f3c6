// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.matrix.IdIndex;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a model's files one by one, and the manifest that lists them at the end. */
public final class ModelWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ModelSink sink;
  private final Map<String, FileEntry> files = new TreeMap<>();

  public ModelWriter(ModelSink sink) {
    this.sink = sink;
  }

  /** Writes ids in their order: their number, then for each its length in bytes and its UTF-8; all lengths big-endian. */
  public void writeIds(String file, IdIndex ids) throws IOException {
    write(file, out -> {
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(ids.size());
      for (int index = 0; index < ids.size(); index++) {
        byte[] id = ids.id(index).getBytes(StandardCharsets.UTF_8);
        data.writeInt(id.length);
        data.write(id);
      }
    });
  }

  /** Writes tensors by name as one safetensors file. */
  public void writeTensors(String file, Map<String, Tensor> tensors) throws IOException {
    write(file, out -> Safetensors.write(tensors, out));
  }

  /** Was a file of this name written? */
  public boolean hasWritten(String file) {
    return files.containsKey(file);
  }

  /** The files written so far. */
  public Map<String, FileEntry> files() {
    return new TreeMap<>(files);
  }

  /** Writes the manifest, which makes the model complete. */
  public void writeManifest(Object manifest) throws IOException {
    try (OutputStream out = sink.create(ModelReader.MANIFEST)) {
      out.write(JSON.writeValueAsBytes(manifest));
    }
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void write(String file, Content content) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    long[] size = new long[1];
    try (OutputStream out = sink.create(file)) {
      OutputStream counting = new DigestOutputStream(out, sha256) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          super.write(bytes, offset, length);
          size[0] += length;
        }

        @Override
        public void write(int each) throws IOException {
          super.write(each);
          size[0]++;
        }
      };
      OutputStream buffered = new BufferedOutputStream(counting, 1 << 16);
      content.writeTo(buffered);
      buffered.flush();
    }
    files.put(file, new FileEntry(HexFormat.of().formatHex(sha256.digest()), size[0]));
  }
}
