// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The safetensors format (huggingface.co/docs/safetensors): the length of a header as 8 bytes, a JSON header that gives
 * each tensor's type, shape and place, then the numbers, little-endian and one tensor behind the other.
 *
 * <p>What is read may have been written by other programs. It is refused where the format's own library refuses it: the
 * tensors have to fill the file from the header to its end, in any order, without overlaps and holes. A name given twice
 * is refused as well, which the format's description forbids and the library lets pass.
 */
final class Safetensors {
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .build();

  private static final String METADATA = "__metadata__";
  private static final Map<String, Integer> BYTES_BY_TYPE = Map.of("F32", 4, "I32", 4, "F16", 2);
  private static final int CHUNK = 16 * 1024; // numbers
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - CHUNK; // of a tensor
  private static final int LONGEST_HEADER = 1 << 20; // a hundredth of what the library reads

  /** @param data_offsets where the tensor begins and ends, counted from the end of the header */
  private record Entry(String dtype, int[] shape, long[] data_offsets) {}

  private record Named(String name, Entry entry) {
    long begin() {
      return entry.data_offsets[0];
    }

    long end() {
      return entry.data_offsets[1];
    }
  }

  private Safetensors() {}

  static void write(Map<String, Tensor> tensors, OutputStream out) throws IOException {
    Map<String, Entry> header = new LinkedHashMap<>();
    long offset = 0;
    for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
      Tensor tensor = each.getValue();
      long end = offset + (long) tensor.bytesEach() * tensor.length();
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
        out.write(chunk.array(), 0, tensor.bytesEach() * (to - from));
      }
    }
  }

  /**
   * Reads all tensors, in the order of their places.
   *
   * @param sizeInBytes of the whole file, which the tensors have to fill
   * @throws IOException if the stream does not hold what its header says, or the header is not one of such a file
   */
  static Map<String, Tensor> read(InputStream in, long sizeInBytes) throws IOException {
    DataInputStream data = new DataInputStream(in);
    long headerLength = Long.reverseBytes(data.readLong());
    long room = sizeInBytes - Long.BYTES;
    if (headerLength < 2 || headerLength > Math.min(room, LONGEST_HEADER)) {
      throw new IOException(
          "A header of %d bytes is not that of a model's tensors".formatted(headerLength));
    }
    byte[] json = new byte[(int) headerLength];
    data.readFully(json);
    List<Named> inOrder = entries(json).stream()
        .sorted(Comparator.comparingLong(Named::begin).thenComparingLong(Named::end))
        .toList();
    checkPlaces(inOrder, room - headerLength);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Named each : inOrder) {
      tensors.put(each.name, readTensor(each.entry, data));
    }
    return tensors;
  }

  private static List<Named> entries(byte[] json) throws IOException {
    List<Named> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : header(json).properties()) {
      if (each.getKey().equals(METADATA)) {
        checkMetadata(each.getValue());
      } else {
        entries.add(new Named(each.getKey(), entry(each.getKey(), each.getValue())));
      }
    }
    return entries;
  }

  private static JsonNode header(byte[] json) throws IOException {
    try {
      JsonNode header = JSON.readTree(json);
      if (json[0] == '{' && header.isObject()) {
        return header;
      }
    } catch (JacksonException e) {
      throw new IOException("The header is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IOException("The header is not a JSON object");
  }

  private static void checkMetadata(JsonNode metadata) throws IOException {
    if (!metadata.isObject() || !metadata.values().stream().allMatch(JsonNode::isString)) {
      throw new IOException("The header's metadata are not strings by name");
    }
  }

  private static Entry entry(String name, JsonNode json) throws IOException {
    String refusal =
        "The header does not give tensor %s a type, a shape and a place".formatted(name);
    try {
      if (json.isObject()) {
        Entry entry = JSON.treeToValue(json, Entry.class);
        if (entry.data_offsets.length == 2) {
          return entry;
        }
      }
    } catch (JacksonException e) {
      throw new IOException(refusal, e);
    }
    throw new IOException(refusal);
  }

  private static void checkPlaces(List<Named> inOrder, long room) throws IOException {
    long position = 0;
    for (Named each : inOrder) {
      @Nullable Integer bytes = BYTES_BY_TYPE.get(each.entry.dtype);
      if (bytes == null) {
        throw new IOException("Tensor %s has the type %s, which no tensor of a model has"
            .formatted(each.name, each.entry.dtype));
      }
      long end = position + (long) bytes * length(each);
      if (each.begin() != position || each.end() != end) {
        throw new IOException("Tensor %s has bytes %d to %d, and by its shape should have %d to %d"
            .formatted(each.name, each.begin(), each.end(), position, end));
      }
      position = end;
    }
    if (position != room) {
      throw new IOException(
          "The tensors have %d bytes, and %d stand behind the header".formatted(position, room));
    }
  }

  /** How many numbers a tensor of this shape has. */
  private static int length(Named tensor) throws IOException {
    long length = 1;
    for (int dimension : tensor.entry.shape) {
      length *= dimension;
      if (dimension < 0 || length > MOST_NUMBERS) {
        throw new IOException("Tensor %s has a shape that no array has: %s"
            .formatted(tensor.name, Arrays.toString(tensor.entry.shape)));
      }
    }
    return (int) length;
  }

  private static Tensor readTensor(Entry entry, DataInputStream data) throws IOException {
    int bytes = BYTES_BY_TYPE.getOrDefault(entry.dtype, 0);
    int length = (int) ((entry.data_offsets[1] - entry.data_offsets[0]) / bytes);
    ByteBuffer chunk = littleEndian(4 * CHUNK);
    if (entry.dtype.equals("F16")) {
      short[] values = new short[length];
      for (int from = 0; from < length; from += CHUNK) {
        int count = Math.min(CHUNK, length - from);
        data.readFully(chunk.array(), 0, bytes * count);
        chunk.clear().asShortBuffer().get(values, from, count);
      }
      return new Tensor.Halves(values, entry.shape);
    }
    if (entry.dtype.equals("I32")) {
      int[] values = new int[length];
      for (int from = 0; from < length; from += CHUNK) {
        int count = Math.min(CHUNK, length - from);
        data.readFully(chunk.array(), 0, 4 * count);
        chunk.clear().asIntBuffer().get(values, from, count);
      }
      return new Tensor.Ints(values, entry.shape);
    }
    float[] values = new float[length];
    for (int from = 0; from < length; from += CHUNK) {
      int count = Math.min(CHUNK, length - from);
      data.readFully(chunk.array(), 0, 4 * count);
      chunk.clear().asFloatBuffer().get(values, from, count);
    }
    return new Tensor.Floats(values, entry.shape);
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
