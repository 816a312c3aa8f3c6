// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.training.Checkpoint;

/**
 * The state of a training as a file: whose state it is as length-prefixed UTF-8, the step as an int, the arrays as
 * safetensors, and the SHA-256 of all that.
 */
public final class CheckpointFile {
  private CheckpointFile() {}

  /** @param identity what training it is the state of; only one that is called the same reads it again */
  public static void write(String identity, Checkpoint state, OutputStream out) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (float[] array : state.arrays()) {
      tensors.put("%03d".formatted(tensors.size()), new Tensor.Floats(array, array.length));
    }
    DigestOutputStream digested = new DigestOutputStream(out, Digests.sha256());
    digested.write(head(identity, state.step()));
    Safetensors.write(tensors, digested);
    out.write(digested.getMessageDigest().digest());
  }

  /** What stands before the arrays. */
  private static byte[] head(String identity, int step) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(head);
    data.writeUTF(identity);
    data.writeInt(step);
    return head.toByteArray();
  }

  /**
   * Reads a state; empty if it is another training's.
   *
   * @param sizeInBytes of the whole file
   * @throws IOException if the file is incomplete or altered
   */
  public static Optional<Checkpoint> read(String identity, InputStream in, long sizeInBytes)
      throws IOException {
    MessageDigest sha256 = Digests.sha256();
    DataInputStream data = new DataInputStream(new DigestInputStream(in, sha256));
    if (!data.readUTF().equals(identity)) {
      return Optional.empty();
    }
    int step = data.readInt();
    long tensors = sizeInBytes - head(identity, step).length - sha256.getDigestLength();
    List<float[]> arrays = new ArrayList<>();
    for (Tensor tensor : Safetensors.read(data, tensors).values()) {
      if (!(tensor instanceof Tensor.Floats floats)) {
        throw new UnreadableModelException("The checkpoint has an array that is not of floats");
      }
      arrays.add(floats.values());
    }
    byte[] expected = sha256.digest();
    if (!Arrays.equals(expected, in.readNBytes(expected.length))) {
      throw new UnreadableModelException("The checkpoint's SHA-256 is not that of its content");
    }
    return Optional.of(new Checkpoint(step, arrays));
  }
}
