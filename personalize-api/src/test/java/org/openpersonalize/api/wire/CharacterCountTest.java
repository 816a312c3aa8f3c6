// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Configuration;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CharacterCountTest {
  private static final String EMOJI = "\uD83C\uDF81";

  private final Validator validator = validator();

  record Sized(
      @Size(min = 1, max = 4) String text,

      @Size(max = 2) List<@Size(max = 4) String> list,

      @Size(max = 1) Map<String, String> map) {}

  private static Validator validator() {
    Configuration<?> configuration = Validation.byDefaultProvider().configure();
    new CharacterCount().sizeInCharacters().customize(configuration);
    return configuration.buildValidatorFactory().getValidator();
  }

  @Test
  void a_text_is_as_long_as_it_has_characters() {
    assertThat(violations(new Sized(EMOJI.repeat(4), List.of(EMOJI.repeat(4)), Map.of())))
        .isEmpty();
    assertThat(violations(new Sized(EMOJI.repeat(5), List.of(EMOJI.repeat(5)), Map.of())))
        .containsExactlyInAnyOrder("text", "list[0].<list element>");
    assertThat(violations(new Sized("", List.of(), Map.of()))).containsExactly("text");
  }

  @Test
  void collections_and_maps_are_counted_as_ever_and_nothing_is_no_violation() {
    assertThat(violations(new Sized("a", List.of("a", "b", "c"), Map.of("a", "b", "c", "d"))))
        .containsExactlyInAnyOrder("list", "map");
    assertThat(violations(new Sized(null, null, null))).isEmpty();
  }

  private List<String> violations(Sized sized) {
    return validator.validate(sized).stream()
        .map(violation -> violation.getPropertyPath().toString())
        .toList();
  }
}
