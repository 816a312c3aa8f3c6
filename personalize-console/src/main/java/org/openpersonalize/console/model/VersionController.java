// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Reload;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.CampaignTable;
import org.openpersonalize.training.evaluation.VersionEvaluation;
import org.openpersonalize.training.evaluation.VersionEvaluationService;
import org.openpersonalize.training.solution.SolutionVersionService.DescribeSolutionVersion;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** A version: how its training goes, and how good it is. */
@Controller
class VersionController {
  private static final String VERSION =
      "/console/groups/{group}/models/{solution}/{number:\\d{1,9}}";

  private final Groups groups;
  private final Versions versions;
  private final Trainings trainings;
  private final VersionEvaluationService evaluations;
  private final CampaignTable campaigns;

  VersionController(
      Groups groups,
      Versions versions,
      Trainings trainings,
      VersionEvaluationService evaluations,
      CampaignTable campaigns) {
    this.groups = groups;
    this.versions = versions;
    this.trainings = trainings;
    this.evaluations = evaluations;
    this.campaigns = campaigns;
  }

  @GetMapping(VERSION)
  String version(
      @PathVariable String group,
      @PathVariable String solution,
      @PathVariable int number,
      @RequestAttribute Page page,
      Model model) {
    Group ofPage = groups.named(group);
    VersionRow version = versions.named(ofPage, new VersionName(solution, number));
    addProgress(ofPage, version, model);
    model.addAttribute("trials", trainings.trials(version.arn()));
    model.addAttribute("forecast", trainings.forecast(version.arn()));
    model.addAttribute(
        "campaigns",
        campaigns.of(ofPage.arn()).stream()
            .filter(campaign -> campaign.status() == Status.ACTIVE)
            .filter(campaign -> !campaign.version().arn().equals(version.arn()))
            .toList());
    model.addAttribute("others", version.isTrained() ? versions.others(version) : List.of());
    evaluations
        .of(version.arn())
        .ifPresent(evaluation -> addEvaluation(version, evaluation, model));
    model.addAttribute("command", page.command(new DescribeSolutionVersion(version.arn())));
    return "console/models/version";
  }

  /**
   * How far it is, which the page asks for as long as the training is under way, and has all of itself shown anew when that changes.
   *
   * @param status that the page shows
   */
  @GetMapping(VERSION + "/progress")
  String progress(
      @PathVariable String group,
      @PathVariable String solution,
      @PathVariable int number,
      @RequestParam Status status,
      Model model,
      HttpServletResponse response) {
    Group ofPage = groups.named(group);
    VersionRow version = versions.named(ofPage, new VersionName(solution, number));
    if (version.status() != status) {
      Reload.of(response);
    }
    addProgress(ofPage, version, model);
    return "console/models/progress :: state";
  }

  private void addProgress(Group group, VersionRow version, Model model) {
    model.addAttribute("group", group);
    model.addAttribute("version", version);
    model.addAttribute("progress", version.isUnderWay() ? trainings.progress(version.arn()) : null);
    model.addAttribute("losses", trainings.losses(version.arn()));
  }

  private static void addEvaluation(VersionRow version, VersionEvaluation evaluation, Model model) {
    TestedUsers tested = evaluation.tested();
    if (version.version().model() != null) {
      model.addAttribute("metrics", MetricTable.of(version.version().model(), tested));
    }
    EvaluationReport report = evaluation.manifest().assessment().evaluation();
    model.addAttribute(
        "bands", report == null ? List.of() : BandTable.of(report).rows());
    model.addAttribute("names", List.of("v" + version.number()));
    model.addAttribute("users", tested == null ? null : tested.size());
    model.addAttribute("settings", VersionSettings.of(evaluation.manifest()).values());
  }
}
