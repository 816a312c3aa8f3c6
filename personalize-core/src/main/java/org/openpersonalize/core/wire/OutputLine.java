// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.wire;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.json.JsonMapper;

/** A line that a batch job writes: an object with {@code input}, {@code output} and {@code error}, each there, null or not. */
public final class OutputLine {
  private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build())
      .build();

  private OutputLine() {}

  /**
   * The line of an answer, without its end.
   *
   * @param input the line that was read, as JSON if it is that, or else as it is
   * @param output writes one value
   */
  public static byte[] answered(Object input, Consumer<JsonGenerator> output) {
    return line(input, output, null);
  }

  /** The same of an answer that is written as its members say. */
  public static byte[] answered(Object input, Object output) {
    return line(input, json -> json.writePOJO(output), null);
  }

  /** The line of a refusal, without its end. */
  public static byte[] refused(Object input, Exception refused) {
    return line(input, JsonGenerator::writeNull, refused.getMessage());
  }

  private static byte[] line(Object input, Consumer<JsonGenerator> output, @Nullable String error) {
    try (ByteArrayBuilder line = new ByteArrayBuilder()) {
      try (JsonGenerator json = JSON.createGenerator(line)) {
        json.writeStartObject();
        json.writePOJOProperty("input", input);
        json.writeName("output");
        output.accept(json);
        json.writeStringProperty("error", error);
        json.writeEndObject();
      }
      return line.toByteArray();
    }
  }
}
