// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameter.Kind;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.reward.ObjectiveSensitivity;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionConfig.OptimizationObjective;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;

/**
 * What is filled in to train a recipe: a CreateSolution in the making.
 *
 * @param filled by the inputs' names; what is left blank is not asked for
 */
record TrainForm(Recipe recipe, Map<String, String> filled) {
  private static final String HYPERPARAMETER = "hyperparameter.";
  private static final List<String> CONFIGURATION = List.of("itemAttribute", "eventValueThreshold");

  /** A knob of the recipe with what is filled in. */
  record Knob(Hyperparameter knob, String value) {
    public String name() {
      return knob.name();
    }

    public String input() {
      return HYPERPARAMETER + knob.name();
    }

    public String hint() {
      return knob.range().words();
    }

    public String standard() {
      return knob.defaultValue();
    }

    public String description() {
      return knob.description();
    }

    /** The words that it may be; none if it is a number. */
    public List<String> choices() {
      return knob.range() instanceof OneOf words ? words.values() : List.of();
    }
  }

  public String value(String input) {
    return filled.getOrDefault(input, "");
  }

  public String name() {
    return value("name");
  }

  public Schedule schedule() {
    return Schedule.filled(value("performAutoTraining"));
  }

  public boolean hasObjective() {
    return recipe.supports(Feature.OPTIMIZATION_OBJECTIVE);
  }

  public List<ObjectiveSensitivity> sensitivities() {
    return List.of(ObjectiveSensitivity.values());
  }

  public List<Knob> knobs() {
    return recipe.hyperparameters().stream()
        .map(knob -> new Knob(knob, value(HYPERPARAMETER + knob.name())))
        .toList();
  }

  /** Is any knob filled in? Then they are shown. */
  public boolean hasKnobs() {
    return knobs().stream().anyMatch(knob -> !knob.value().isEmpty());
  }

  public boolean searches() {
    return !value("performHPO").isEmpty();
  }

  /** The same errors, at the inputs whose members of the configuration they name. */
  FormErrors placed(FormErrors errors) {
    return new FormErrors(errors.list().stream().map(this::placed).toList());
  }

  private FormError placed(FormError error) {
    String sentence = error.sentence();
    return sentence == null || !error.field().isEmpty()
        ? error
        : Stream.concat(
                CONFIGURATION.stream(), recipe.hyperparameters().stream().map(Hyperparameter::name))
            .filter(member ->
                Pattern.compile("\\b" + member + "\\b").matcher(sentence).find())
            .findFirst()
            .map(member -> FormError.said(
                CONFIGURATION.contains(member) ? member : HYPERPARAMETER + member, sentence))
            .orElse(error);
  }

  CreateSolution request(Arn datasetGroup) {
    return new CreateSolution(
        name(),
        datasetGroup,
        recipe.arn(),
        searches() ? true : null,
        null,
        !schedule().isByHand(),
        null,
        given("eventType"),
        new SolutionConfig(
            given("eventValueThreshold"),
            knobs(Kind.ALGORITHM),
            knobs(Kind.FEATURE_TRANSFORMATION),
            null,
            schedule().config(),
            null,
            null,
            objective(),
            null),
        null);
  }

  private @Nullable OptimizationObjective objective() {
    String sensitivity = value("objectiveSensitivity");
    return given("itemAttribute") == null
        ? null
        : new OptimizationObjective(
            given("itemAttribute"),
            sensitivities().stream()
                .filter(each -> each.name().equals(sensitivity))
                .findFirst()
                .orElse(ObjectiveSensitivity.MEDIUM));
  }

  private @Nullable Map<String, String> knobs(Kind kind) {
    Map<String, String> given = new LinkedHashMap<>();
    for (Knob each : knobs()) {
      if (each.knob().kind() == kind && !each.value().isBlank()) {
        given.put(each.name(), each.value().strip());
      }
    }
    return given.isEmpty() ? null : given;
  }

  private @Nullable String given(String input) {
    return value(input).isBlank() ? null : value(input).strip();
  }
}
