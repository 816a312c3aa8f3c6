// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as other programs might write them, from a header in backquotes and the bytes behind it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SafetensorsTest {
  @Test
  void what_was_written_is_read_bit_by_bit() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("none", new Tensor.Floats(new float[0], 0, 5));
    tensors.put("one", new Tensor.Ints(new int[] {-7}));
    tensors.put(
        "cube", new Tensor.Floats(new float[] {-0f, Float.MIN_VALUE, Float.MAX_VALUE, 3}, 2, 1, 2));
    tensors.put("halves", new Tensor.Halves(new short[] {0x3c00, -1, 0}, 3, 1));
    tensors.put("no rows", new Tensor.Ints(new int[0], 0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(tensors, out);

    Map<String, Tensor> read = read(out.toByteArray());

    assertThat(read.keySet()).containsExactly("none", "one", "cube", "halves", "no rows");
    assertThat(read).usingRecursiveComparison().isEqualTo(tensors);
  }

  @Test
  void tensors_come_in_the_order_of_their_places_whatever_that_of_the_header() throws IOException {
    Map<String, Tensor> read = read(file(
        "{`b`:{`dtype`:`I32`,`shape`:[2],`data_offsets`:[4,12]},"
            + "`empty`:{`dtype`:`F32`,`shape`:[0],`data_offsets`:[4,4]},"
            + "`a`:{`data_offsets`:[0,4],`shape`:[],`dtype`:`I32`}}",
        12));

    assertThat(read.keySet()).containsExactly("a", "empty", "b");
    assertThat(((Tensor.Ints) read.get("b")).values()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{`shape`:`round`,`dtype`:`7`}",
        "{`data_offsets`:`[0, 4]`}",
        "{`a`:`b`,`__metadata__`:``}",
        "{}"
      })
  void metadata_may_have_any_names(String metadata) throws IOException {
    Map<String, Tensor> read = read(file(
        "{`__metadata__`:%s,`a`:{`dtype`:`I32`,`shape`:[1],`data_offsets`:[0,4]}}"
            .formatted(metadata),
        4));

    assertThat(read.keySet()).containsExactly("a");
  }

  @Test
  void a_header_may_be_filled_up_with_blanks_and_say_more_than_we_know() throws IOException {
    assertThat(read(
            file("{`a`:{`dtype`:`I32`,`shape`:[1],`data_offsets`:[0,4],`comment`:[1]}}       ", 4)))
        .hasSize(1);
    assertThat(read(file("{}", 0))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[0,8] | [8,12] | 11 | The tensors have 12 bytes, and 11 stand behind the header",
        "[0,8] | [8,12] | 13 | The tensors have 12 bytes, and 13 stand behind the header",
        "[0,8] | [4,8]  | 12 | Tensor b has bytes 4 to 8, and by its shape should have 8 to 12",
        "[0,8] | [0,4]  | 8  | Tensor a has bytes 0 to 8, and by its shape should have 4 to 12",
        "[0,8] | [9,13] | 13 | Tensor b has bytes 9 to 13, and by its shape should have 8 to 12",
        "[4,12] | [12,16] | 16 | Tensor a has bytes 4 to 12, and by its shape should have 0 to 8",
        "[0,9] | [9,13] | 13 | Tensor a has bytes 0 to 9, and by its shape should have 0 to 8",
        "[0,7] | [7,11] | 11 | Tensor a has bytes 0 to 7, and by its shape should have 0 to 8",
        "[8,0] | [8,12] | 12 | Tensor a has bytes 8 to 0, and by its shape should have 0 to 8",
        "[-8,0] | [0,4] | 12 | Tensor a has bytes -8 to 0, and by its shape should have 0 to 8",
        "[0,8] | [8,9223372036854775807] | 12 | Tensor b has bytes 8 to 9223372036854775807, and by its shape should have 8 to 12"
      })
  void tensors_that_do_not_fill_the_file_one_behind_the_other_are_refused(
      String a, String b, int bytes, String sentence) {
    assertRefused(
        file(
            "{`a`:{`dtype`:`F32`,`shape`:[2,1],`data_offsets`:%s},`b`:{`dtype`:`I32`,`shape`:[1],`data_offsets`:%s}}"
                .formatted(a, b),
            bytes),
        sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "`BF16` | [2]     | Tensor a has the type BF16, which no tensor of a model has",
        "`f32` | [1]      | Tensor a has the type f32, which no tensor of a model has",
        "`F32` | [-1,-1]  | Tensor a has a shape that no array has: [-1, -1]",
        "`F32` | [65536,65536] | Tensor a has a shape that no array has: [65536, 65536]",
        "`F32` | [2147483647,2147483647,2147483647] | Tensor a has a shape that no array has: [2147483647, 2147483647, 2147483647]",
        "`F32` | [4294967297] | The header does not give tensor a a type, a shape and a place",
        "`F32` | [1.0]    | The header does not give tensor a a type, a shape and a place",
        "`F32` | [`1`]    | The header does not give tensor a a type, a shape and a place",
        "`F32` | [null]   | The header does not give tensor a a type, a shape and a place",
        "`F32` | 1        | The header does not give tensor a a type, a shape and a place",
        "null  | [1]      | The header does not give tensor a a type, a shape and a place",
        "32    | [1]      | Tensor a has the type 32, which no tensor of a model has",
        "`F32`,`dtype`:`I32` | [1] | The header is not JSON: Duplicate Object property \"dtype\""
      })
  void types_and_shapes_that_no_tensor_of_a_model_has_are_refused(
      String dtype, String shape, String sentence) {
    assertRefused(
        file("{`a`:{`dtype`:%s,`shape`:%s,`data_offsets`:[0,4]}}".formatted(dtype, shape), 4),
        sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{`a`:{`dtype`:`F32`,`shape`:[1]}} | The header does not give tensor a a type, a shape and a place",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0]}} | The header does not give tensor a a type, a shape and a place",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4,4]}} | The header does not give tensor a a type, a shape and a place",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4.5]}} | The header does not give tensor a a type, a shape and a place",
        "{`a`:null} | The header does not give tensor a a type, a shape and a place",
        "{`a`:[]} | The header does not give tensor a a type, a shape and a place",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4]},`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4]}} | The header is not JSON: Duplicate Object property \"a\"",
        "{`__metadata__`:{`a`:`b`,`a`:`c`}} | The header is not JSON: Duplicate Object property \"a\"",
        "{`__metadata__`:{`a`:1}} | The header's metadata are not strings by name",
        "{`__metadata__`:[`a`]} | The header's metadata are not strings by name",
        "[1,2] | The header is not a JSON object",
        "'  {}' | The header is not a JSON object",
        "{} {} | The header is not JSON: Trailing token",
        "{`a`:} | The header is not JSON: Unexpected character"
      })
  void a_header_that_is_none_is_refused(String header, String sentence) {
    assertRefused(file(header, 4), sentence);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 15, (1 << 20) + 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void a_header_that_is_too_long_or_too_short_is_refused(long length) {
    ByteBuffer file = ByteBuffer.wrap(file("{}            ", 0)).order(ByteOrder.LITTLE_ENDIAN);

    assertRefused(
        file.putLong(0, length).array(),
        "A header of %d bytes is not that of a model's tensors".formatted(length));
  }

  @Test
  void a_file_that_ends_before_its_header_is_refused() {
    assertThatThrownBy(() -> read(new byte[7])).isInstanceOf(IOException.class);
  }

  private static void assertRefused(byte[] file, String sentence) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(sentence);
  }

  private static Map<String, Tensor> read(byte[] file) throws IOException {
    return Safetensors.read(new ByteArrayInputStream(file), file.length);
  }

  /** A file whose data are the numbers 0, 1, 2 …, cut off after so many bytes. */
  private static byte[] file(String header, int bytes) {
    byte[] json = header.replace('`', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(Long.BYTES + json.length + bytes + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json);
    for (int number = 0; file.remaining() >= Integer.BYTES; number++) {
      file.putInt(number);
    }
    return Arrays.copyOf(file.array(), Long.BYTES + json.length + bytes);
  }
}
