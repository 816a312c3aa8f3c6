// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.page.Times;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.ModelManifest;
import org.openpersonalize.core.recommendation.ModelManifest.Lesson;
import org.openpersonalize.core.resource.Arn;

/** All that a model was made with, by name: what of the data, which hyperparameters, and what came of them. */
record VersionSettings(Map<String, String> values) {
  private static final String NONE = "–";

  /** What two versions were made with. */
  record Difference(String name, String first, String second) {
    public boolean isEqual() {
      return first.equals(second);
    }
  }

  static VersionSettings of(ModelManifest manifest) {
    Map<String, String> values = new LinkedHashMap<>();
    Arn recipeArn = Arn.parse(manifest.subject().recipeArn());
    values.put("recipe", recipeArn.id());
    RecipeCatalogue.find(recipeArn)
        .map(Recipe::hyperparameters)
        .orElse(List.of())
        .forEach(knob -> values.put(
            knob.name(),
            manifest.subject().hyperparameters().getOrDefault(knob.name(), knob.defaultValue())));
    values.put("model", manifest.subject().model().family());
    manifest
        .subject()
        .model()
        .settings()
        .forEach(
            (name, value) -> values.put(manifest.subject().model().family() + "." + name, value));
    if (manifest.subject().optimizationObjective() != null) {
      values.put(
          "optimizationObjective", manifest.subject().optimizationObjective().toString());
    }
    Lesson lesson = manifest.lesson();
    values.put("interactions", Figures.count(lesson.counts().interactions()));
    values.put("users", Figures.count(lesson.counts().users()));
    values.put("items", Figures.count(lesson.counts().items()));
    values.put(
        "newestInteraction",
        lesson.newestInteraction() == null ? NONE : Times.utc(lesson.newestInteraction()));
    return new VersionSettings(values);
  }

  /** Both beside each other, in the order of the second. */
  List<Difference> besides(VersionSettings second) {
    Set<String> names = new LinkedHashSet<>(second.values.keySet());
    names.addAll(values.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      differences.add(new Difference(
          name, values.getOrDefault(name, NONE), second.values.getOrDefault(name, NONE)));
    }
    return differences;
  }
}
