// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What templates and bundles keep to, as files. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TemplatesTest {
  private static final Path FILES = Path.of("src/main/resources/console");

  /** What would let uploaded text be markup, or is refused by the content security policy. */
  private static final Pattern FORBIDDEN = Pattern.compile(
      "th:utext|\\[\\(|\\sstyle=|th:style|\\son[a-z]+=|hx-on|hx-boost|js:|<script(?![^>]*\\ssrc=)|<style",
      Pattern.CASE_INSENSITIVE);

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+}");
  private static final Pattern PARTICLE =
      Pattern.compile("\\{\\d+}(은|는|이|가|을|를|와|과|으로|로|에|의)(?![가-힣])");

  static Stream<Path> templates() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void templates_have_no_unescaped_text_no_styles_and_no_scripts_of_their_own(Path template)
      throws IOException {
    assertThat(FORBIDDEN.matcher(Files.readString(template)).results().map(MatchResult::group))
        .isEmpty();
  }

  @Test
  void both_languages_say_the_same_with_the_same_placeholders() throws IOException {
    Properties english = bundle("messages.properties");
    Properties korean = bundle("messages_ko.properties");

    assertThat(korean.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : new TreeSet<>(english.stringPropertyNames())) {
      assertThat(placeholders(korean.getProperty(key)))
          .as(key)
          .isEqualTo(placeholders(english.getProperty(key)));
    }
  }

  @Test
  void no_sentence_is_empty_or_has_an_apostrophe_which_would_quote_what_follows()
      throws IOException {
    for (String name : List.of("messages.properties", "messages_ko.properties")) {
      assertThat(bundle(name).values())
          .as(name)
          .allSatisfy(sentence -> assertThat((String) sentence).isNotBlank().doesNotContain("'"));
    }
  }

  @Test
  void no_korean_particle_follows_a_placeholder_whose_last_sound_nobody_knows() throws IOException {
    assertThat(bundle("messages_ko.properties").values())
        .noneMatch(sentence -> PARTICLE.matcher((String) sentence).find());
  }

  @Test
  void every_sentence_that_a_template_names_is_there() throws IOException {
    Properties english = bundle("messages.properties");
    Pattern named = Pattern.compile("#\\{([a-zA-Z][a-zA-Z._-]*)");
    for (Path template : templates().toList()) {
      assertThat(named.matcher(Files.readString(template)).results().map(found -> found.group(1)))
          .as(template.toString())
          .allMatch(english::containsKey);
    }
  }

  private static TreeSet<String> placeholders(String sentence) {
    return PLACEHOLDER
        .matcher(sentence)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Properties bundle(String name) throws IOException {
    Properties bundle = new Properties();
    try (Reader reader = Files.newBufferedReader(FILES.resolve(name))) {
      bundle.load(reader);
    }
    return bundle;
  }
}
