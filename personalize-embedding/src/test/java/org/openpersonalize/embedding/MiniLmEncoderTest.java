// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.semantic.TextEncoder;
import org.openpersonalize.core.semantic.TextEncoders;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MiniLmEncoderTest {
  private static final TextEncoder ENCODER = TextEncoders.required("all-minilm-l6-v2-q");

  @Test
  void texts_of_one_meaning_are_near_each_other_without_a_word_in_common() {
    float[][] vectors = ENCODER.encode(
        List.of("a comfortable couch for two", "cosy loveseat sofa", "a hammer that drives nails"));

    assertThat(Vectors.dot(vectors[0], vectors[1]))
        .isGreaterThan(Vectors.dot(vectors[0], vectors[2]) + 0.3);
  }

  @Test
  void a_vector_has_the_length_one_whatever_the_text() {
    for (String text : List.of("x", "…", "등산용 방수재킷", "lantern ".repeat(5_000))) {
      float[] vector = ENCODER.encode(List.of(text))[0];

      assertThat(vector).hasSize(ENCODER.rank());
      assertThat(Vectors.dot(vector, vector)).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void a_text_has_the_same_bits_alone_and_among_others_and_by_several_threads() {
    List<String> texts = IntStream.range(0, 40)
        .mapToObj(n -> "lantern of metal, number " + n + " of many".repeat(n % 7))
        .toList();
    float[][] together = ENCODER.encode(texts);

    IntStream.range(0, texts.size())
        .parallel()
        .forEach(n -> assertThat(ENCODER.encode(List.of(texts.get(n)))[0]).isEqualTo(together[n]));
  }

  @Test
  void what_comes_behind_the_most_tokens_is_left_out() {
    String all = "lantern ".repeat(SentenceModel.MOST_TOKENS);

    assertThat(ENCODER.encode(List.of(all + "hammer"))[0])
        .isEqualTo(ENCODER.encode(List.of(all + "nail"))[0]);
  }
}
