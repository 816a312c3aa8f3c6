// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
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
import org.openpersonalize.console.page.Messages;
import org.openpersonalize.core.recommendation.ServedRecipes;

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
    try (Stream<Path> files = Files.walk(FILES)) {
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

  static Stream<String> areas() throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve("text"))) {
      return files
          .map(file -> file.getFileName().toString().replaceAll("(_ko)?\\.properties$", ""))
          .distinct()
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("areas")
  void both_languages_say_the_same_with_the_same_placeholders(String area) throws IOException {
    Properties english = bundle(area);
    Properties korean = bundle(area + "_ko");

    assertThat(korean.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : new TreeSet<>(english.stringPropertyNames())) {
      assertThat(placeholders(korean.getProperty(key)))
          .as(key)
          .isEqualTo(placeholders(english.getProperty(key)));
    }
  }

  @ParameterizedTest
  @MethodSource("areas")
  void no_sentence_is_empty_or_has_an_apostrophe_which_would_quote_what_follows(String area)
      throws IOException {
    for (String name : List.of(area, area + "_ko")) {
      assertThat(bundle(name).values())
          .as(name)
          .allSatisfy(sentence -> assertThat((String) sentence).isNotBlank().doesNotContain("'"));
    }
  }

  @ParameterizedTest
  @MethodSource("areas")
  void no_korean_particle_follows_a_placeholder_whose_last_sound_nobody_knows(String area)
      throws IOException {
    assertThat(bundle(area + "_ko").values())
        .noneMatch(sentence -> PARTICLE.matcher((String) sentence).find());
  }

  @Test
  void every_sentence_that_a_template_names_is_there_once() throws IOException {
    List<String> english = areas().flatMap(area -> keys(area).stream()).sorted().toList();
    Pattern named = Pattern.compile("#\\{([a-zA-Z][a-zA-Z._-]*)");

    assertThat(english).doesNotHaveDuplicates();
    for (Path template : templates().toList()) {
      assertThat(named.matcher(Files.readString(template)).results().map(found -> found.group(1)))
          .as(template.toString())
          .allMatch(english::contains);
    }
  }

  /** Their keys are made of the recipes' names. */
  @Test
  void every_recipe_that_can_be_chosen_is_described() {
    assertThat(ServedRecipes.trainable())
        .allSatisfy(
            recipe -> assertThat(keys("models")).contains("models.recipe." + recipe.name()));
  }

  @Test
  void every_area_is_read() throws IOException {
    assertThat(areas())
        .allSatisfy(area -> assertThat(keys(area))
            .allSatisfy(
                key -> assertThat(Messages.source().getMessage(key, new Object[0], Locale.ENGLISH))
                    .isNotBlank()));
  }

  private static Set<String> keys(String area) {
    try {
      return bundle(area).stringPropertyNames();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    try (Reader reader = Files.newBufferedReader(FILES.resolve("text/" + name + ".properties"))) {
      bundle.load(reader);
    }
    return bundle;
  }
}
