package org.openpersonalize.core.artifact;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.recipe.Checkpoint;

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
    DigestOutputStream digested = new DigestOutputStream(out, Checksums.sha256());
    DataOutputStream data = new DataOutputStream(digested);
    data.writeUTF(identity);
    data.writeInt(state.step());
    Safetensors.write(tensors, data);
    data.flush();
    out.write(digested.getMessageDigest().digest());
  }

  /**
   * Reads a state; empty if it is another training's.
   *
   * @param sizeInBytes of the whole file
   * @throws UnreadableModelException if the file is incomplete or altered
   */
  public static Optional<Checkpoint> read(String identity, InputStream in, long sizeInBytes)
      throws IOException {
    DigestInputStream digested = new DigestInputStream(in, Checksums.sha256());
    DataInputStream data = new DataInputStream(digested);
    if (!data.readUTF().equals(identity)) {
      return Optional.empty();
    }
    int step = data.readInt();
    List<float[]> arrays = Safetensors.read(data, sizeInBytes).values().stream()
        .map(tensor -> ((Tensor.Floats) tensor).values())
        .toList();
    byte[] expected = digested.getMessageDigest().digest();
    if (!Arrays.equals(expected, in.readNBytes(expected.length))) {
      throw new UnreadableModelException("The checkpoint's SHA-256 is not that of its content");
    }
    return Optional.of(new Checkpoint(step, arrays));
  }
}
