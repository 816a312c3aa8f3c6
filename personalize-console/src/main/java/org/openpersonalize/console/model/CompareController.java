// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.evaluation.TestedUsers.Paired;
import org.openpersonalize.serving.churn.ListChurnService;
import org.openpersonalize.store.activity.VersionEntry;
import org.openpersonalize.training.evaluation.VersionEvaluation;
import org.openpersonalize.training.evaluation.VersionEvaluationService;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Two versions beside each other: is the second one better, and what would change? */
@Controller
class CompareController {
  private final Groups groups;
  private final Versions versions;
  private final VersionEvaluationService evaluations;
  private final Trainings trainings;
  private final ListChurnService churn;

  CompareController(
      Groups groups,
      Versions versions,
      VersionEvaluationService evaluations,
      Trainings trainings,
      ListChurnService churn) {
    this.groups = groups;
    this.versions = versions;
    this.evaluations = evaluations;
    this.trainings = trainings;
    this.churn = churn;
  }

  /**
   * The page.
   *
   * @param names of the two, such as {@code home/41} and {@code home/42}
   * @param equal whether to show settings that both have
   * @param lists whether to compare the lists, which has both models read; with scripts the page asks for it by itself
   */
  @GetMapping("/console/groups/{group}/compare")
  String compare(
      @PathVariable String group,
      @RequestParam("v") List<String> names,
      @RequestParam(defaultValue = "false") boolean equal,
      @RequestParam(defaultValue = "false") boolean lists,
      Model model) {
    Group ofPage = groups.named(group);
    VersionRow first = pick(ofPage, names, 0);
    VersionRow second = pick(ofPage, names, 1);
    @Nullable VersionEvaluation ofFirst = evaluations.of(first.arn()).orElse(null);
    @Nullable VersionEvaluation ofSecond = evaluations.of(second.arn()).orElse(null);
    add(ofPage, first, second, model);
    addMetrics(first, tested(ofFirst), second, tested(ofSecond), model);
    model.addAttribute("forecast", trainings.forecast(second.arn()));
    model.addAttribute("equal", equal);
    model.addAttribute("settings", settings(ofFirst, ofSecond, equal));
    model.addAttribute("churn", lists ? churn.between(first.arn(), second.arn()) : null);
    return "console/models/compare";
  }

  /** How much of the lists stays. */
  @GetMapping("/console/groups/{group}/compare/lists")
  String lists(@PathVariable String group, @RequestParam("v") List<String> names, Model model) {
    Group ofPage = groups.named(group);
    VersionRow first = pick(ofPage, names, 0);
    VersionRow second = pick(ofPage, names, 1);
    model.addAttribute("churn", churn.between(first.arn(), second.arn()));
    return "console/models/churn :: churn";
  }

  private VersionRow pick(Group group, List<String> names, int place) {
    if (names.size() != 2) {
      throw Refusal.BAD_REQUEST.exception();
    }
    return versions.named(group, names.get(place));
  }

  private static void add(Group group, VersionRow first, VersionRow second, Model model) {
    model.addAttribute("group", group);
    model.addAttribute("first", first);
    model.addAttribute("second", second);
    model.addAttribute("names", names(first, second));
    model.addAttribute("path", first.name().pathOfComparison(group, second.name()));
  }

  /** Short ones, where it goes without saying of which solution they are. */
  private static List<String> names(VersionRow first, VersionRow second) {
    return Stream.of(first, second)
        .map(version -> first.name().solution().equals(second.name().solution())
            ? "v" + version.number()
            : version.name().toString())
        .toList();
  }

  private static @Nullable TestedUsers tested(@Nullable VersionEvaluation evaluation) {
    return evaluation == null ? null : evaluation.tested();
  }

  private static void addMetrics(
      VersionRow first,
      @Nullable TestedUsers testedFirst,
      VersionRow second,
      @Nullable TestedUsers testedSecond,
      Model model) {
    VersionEntry.Model before = first.version().model();
    VersionEntry.Model after = second.version().model();
    if (before != null && after != null) {
      Paired paired =
          testedFirst == null || testedSecond == null ? null : testedFirst.pairedWith(testedSecond);
      @Nullable Paired enough = paired != null && paired.isEnough() ? paired : null;
      MetricTable table = MetricTable.of(before, testedFirst, after, testedSecond, enough);
      model.addAttribute("metrics", table);
      model.addAttribute("paired", paired);
      model.addAttribute(
          "verdict",
          enough == null || table.rows().isEmpty() ? null : table.rows().get(0));
    }
  }

  private static List<VersionSettings.Difference> settings(
      @Nullable VersionEvaluation first, @Nullable VersionEvaluation second, boolean equal) {
    return first == null || second == null
        ? List.of()
        : VersionSettings.of(first.manifest())
            .besides(VersionSettings.of(second.manifest()))
            .stream()
            .filter(difference -> equal || !difference.isEqual())
            .toList();
  }
}
