// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.matrix.IdIndex;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a model's files and checks each against the manifest.
 *
 * <p>All methods throw {@link UnreadableModelException} where files are incomplete, altered or of another format, and
 * other {@link IOException}s where reading itself fails.
 */
public final class ModelReader {
  static final String MANIFEST = "manifest.json";

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
      .build();

  private final ModelSource source;
  private final ObjectNode manifest;
  private final Map<String, FileEntry> files;

  private ModelReader(ModelSource source, ObjectNode manifest, Map<String, FileEntry> files) {
    this.source = source;
    this.manifest = manifest;
    this.files = files;
  }

  /** Reads the manifest, of which nothing but the list of files is looked at. */
  public static ModelReader open(ModelSource source) throws IOException {
    try (InputStream in = source.open(MANIFEST)) {
      if (!(JSON.readTree(in.readAllBytes()) instanceof ObjectNode manifest)) {
        throw new UnreadableModelException("The model's manifest is damaged: it is no object");
      }
      Map<String, FileEntry> files =
          JSON.convertValue(manifest.get("files"), new TypeReference<>() {});
      return new ModelReader(source, manifest, files == null ? Map.of() : files);
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  /** The manifest as it was written, to be changed to the form in which {@link #manifest(Class)} reads it. */
  public ObjectNode manifest() {
    return manifest;
  }

  /** The manifest as an object of a type. */
  public <T> T manifest(Class<T> type) throws UnreadableModelException {
    try {
      return JSON.treeToValue(manifest, type);
    } catch (JacksonException e) {
      throw damaged(e);
    }
  }

  private static UnreadableModelException damaged(Exception e) {
    String reason = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
    return new UnreadableModelException("The model's manifest is damaged: " + reason, e);
  }

  /** The names of the model's files. */
  public Set<String> files() {
    return files.keySet();
  }

  /** Has the model a file of this name? */
  public boolean has(String file) {
    return files.containsKey(file);
  }

  /** Reads what {@link ModelWriter#writeIds} wrote. */
  public IdIndex readIds(String file) throws IOException {
    return read(file, ModelReader::ids);
  }

  /** Reads what {@link ModelWriter#writeTensors} wrote, in the order of the file. */
  public Map<String, Tensor> readTensors(String file) throws IOException {
    return read(file, in -> Safetensors.read(in, entry(file).sizeInBytes()));
  }

  private static IdIndex ids(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    IdIndex.Builder ids = new IdIndex.Builder();
    int count = data.readInt();
    for (int index = 0; index < count; index++) {
      byte[] id = data.readNBytes(data.readInt());
      ids.add(new String(id, StandardCharsets.UTF_8));
    }
    return ids.build();
  }

  private interface Content<T> {
    T readFrom(InputStream in) throws IOException;
  }

  /**
   * A file that cannot be understood is most likely an altered one, so the checksum decides what to say. A source that
   * breaks off throws again when the rest is read, and that error is not the file's.
   */
  private <T> T read(String file, Content<T> content) throws IOException {
    FileEntry expected = entry(file);
    try (InputStream raw = source.open(file)) {
      DigestInputStream in = new DigestInputStream(raw, Digests.sha256());
      T read;
      try {
        InputStream buffered = new BufferedInputStream(in, 1 << 16);
        read = content.readFrom(buffered);
        buffered.transferTo(OutputStream.nullOutputStream());
      } catch (IOException | RuntimeException e) {
        in.transferTo(OutputStream.nullOutputStream());
        verify(file, expected, in);
        throw new UnreadableModelException(
            "%s cannot be understood: %s".formatted(file, e.getMessage()), e);
      }
      verify(file, expected, in);
      return read;
    }
  }

  private FileEntry entry(String file) throws UnreadableModelException {
    FileEntry entry = files.get(file);
    if (entry == null) {
      throw new UnreadableModelException("The model's manifest does not list %s".formatted(file));
    }
    return entry;
  }

  private static void verify(String file, FileEntry expected, DigestInputStream in)
      throws UnreadableModelException {
    String actual = HexFormat.of().formatHex(in.getMessageDigest().digest());
    if (!actual.equals(expected.sha256())) {
      throw new UnreadableModelException(
          "%s is incomplete or altered: its SHA-256 is %s and should be %s"
              .formatted(file, actual, expected.sha256()));
    }
  }
}
