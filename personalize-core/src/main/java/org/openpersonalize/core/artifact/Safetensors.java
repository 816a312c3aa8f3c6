package org.openpersonalize.core.artifact;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The safetensors format (huggingface.co/docs/safetensors): the length of a header as 8 bytes, a JSON header that gives
 * each tensor's type, shape and place, then the numbers, little-endian and one tensor behind the other.
 */
final class Safetensors {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int CHUNK = 16 * 1024; // numbers
  private static final int LONGEST_HEADER = 1 << 20;

  private record Entry(String dtype, int[] shape, long[] data_offsets) {}

  private Safetensors() {}

  static void write(Map<String, Tensor> tensors, OutputStream out) throws IOException {
    Map<String, Entry> header = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
      Tensor tensor = each.getValue();
      long end = offset + 4L * tensor.length();
      header.put(
          each.getKey(), new Entry(tensor.dtype(), tensor.shape(), new long[] {offset, end}));
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    out.write(littleEndian(Long.BYTES).putLong(json.length).array());
    out.write(json);
    ByteBuffer chunk = littleEndian(4 * CHUNK);
    for (Tensor tensor : tensors.values()) {
      for (int from = 0; from < tensor.length(); from += CHUNK) {
        int to = Math.min(tensor.length(), from + CHUNK);
        tensor.put(from, to, chunk.clear());
        out.write(chunk.array(), 0, 4 * (to - from));
      }
    }
  }

  /**
   * @param sizeInBytes of the whole file, so that a damaged header cannot ask for more memory than that
   * @throws IOException if the stream does not hold what its header says
   */
  static Map<String, Tensor> read(InputStream in, long sizeInBytes) throws IOException {
    DataInputStream data = new DataInputStream(in);
    long headerLength = Long.reverseBytes(data.readLong());
    if (headerLength < 2 || headerLength > LONGEST_HEADER) {
      throw new IOException(
          "A header of %d bytes is not that of a model's tensors".formatted(headerLength));
    }
    byte[] json = new byte[(int) headerLength];
    data.readFully(json);
    Map<String, Entry> header = JSON.readValue(json, new TypeReference<Map<String, Entry>>() {});
    header.remove("__metadata__");
    List<Map.Entry<String, Entry>> inOrder = header.entrySet().stream()
        .sorted(Comparator.comparingLong(each -> each.getValue().data_offsets()[0]))
        .toList();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> each : inOrder) {
      tensors.put(each.getKey(), readTensor(each.getValue(), data, sizeInBytes));
    }
    return tensors;
  }

  private static Tensor readTensor(Entry entry, DataInputStream data, long sizeInBytes)
      throws IOException {
    long bytes = entry.data_offsets()[1] - entry.data_offsets()[0];
    if (bytes < 0 || bytes > sizeInBytes) {
      throw new IOException(
          "A tensor of %d bytes is not in a file of %d".formatted(bytes, sizeInBytes));
    }
    int length = Math.toIntExact(bytes / 4);
    ByteBuffer chunk = littleEndian(4 * CHUNK);
    if (entry.dtype().equals("F32")) {
      float[] values = new float[length];
      for (int from = 0; from < length; from += CHUNK) {
        int count = Math.min(CHUNK, length - from);
        data.readFully(chunk.array(), 0, 4 * count);
        chunk.clear().asFloatBuffer().get(values, from, count);
      }
      return new Tensor.Floats(values, entry.shape());
    }
    if (entry.dtype().equals("I32")) {
      int[] values = new int[length];
      for (int from = 0; from < length; from += CHUNK) {
        int count = Math.min(CHUNK, length - from);
        data.readFully(chunk.array(), 0, 4 * count);
        chunk.clear().asIntBuffer().get(values, from, count);
      }
      return new Tensor.Ints(values, entry.shape());
    }
    throw new IOException("No tensor of a model has the type " + entry.dtype());
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
