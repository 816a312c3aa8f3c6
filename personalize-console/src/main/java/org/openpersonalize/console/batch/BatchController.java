// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.job.JobBoard;
import org.openpersonalize.console.model.VersionRow;
import org.openpersonalize.console.model.Versions;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.batch.BatchInferenceJobService;
import org.openpersonalize.serving.batch.BatchSegmentJobService;
import org.openpersonalize.serving.filter.FilterShelf;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.DescribeSolutionVersion;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The batch jobs of a dataset group, and one more; what kind it is depends on the version that it asks. */
@Controller
@RequestMapping("/console/groups/{group}/serving/batch")
class BatchController {
  private static final String VIEW = "console/batch/batch";
  private static final int NEWEST = 3;

  private final Groups groups;
  private final JobBoard jobs;
  private final Versions versions;
  private final SolutionVersionService trainings;
  private final FilterShelf filters;
  private final BatchInferenceJobService inferences;
  private final BatchSegmentJobService segments;
  private final Forms forms;

  BatchController(
      Groups groups,
      JobBoard jobs,
      Versions versions,
      SolutionVersionService trainings,
      FilterShelf filters,
      BatchInferenceJobService inferences,
      BatchSegmentJobService segments,
      Forms forms) {
    this.groups = groups;
    this.jobs = jobs;
    this.versions = versions;
    this.trainings = trainings;
    this.filters = filters;
    this.inferences = inferences;
    this.segments = segments;
    this.forms = forms;
  }

  @GetMapping
  ModelAndView list(@PathVariable String group) {
    return new ModelAndView(VIEW, model(groups.named(group), BatchForm.EMPTY));
  }

  @PostMapping
  ModelAndView create(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String jobName,
      @RequestParam(defaultValue = "") String version,
      @RequestParam(defaultValue = "") String jobInput,
      @RequestParam(defaultValue = "") String jobOutput,
      @RequestParam(defaultValue = "") String filterArn,
      @RequestParam(defaultValue = "") String numResults) {
    Group of = groups.named(group);
    BatchForm form = new BatchForm(jobName, version, jobInput, jobOutput, filterArn, numResults);
    Arn asked = versions.named(of, version).arn();
    FormErrors errors = form.check(forms);
    if (!errors.any()) {
      Submission<?> sent = supports(asked, Feature.BATCH_SEGMENTS)
          ? form.segments(of, asked, forms, segments)
          : form.inference(of, asked, forms, inferences);
      errors = sent.errors();
    }
    return errors.any()
        ? Forms.refused(VIEW, model(of, form), errors)
        : SeeOther.to(of.path("/serving/batch"));
  }

  private boolean supports(Arn version, Feature feature) {
    return ServedRecipes.find(trainings
            .describe(new DescribeSolutionVersion(version))
            .solutionVersion()
            .recipeArn())
        .filter(recipe -> recipe.supports(feature))
        .isPresent();
  }

  private Map<String, Object> model(Group group, BatchForm filled) {
    List<VersionRow> choice = versions.trained(group, NEWEST).stream()
        .filter(version -> supports(version.arn(), Feature.BATCH_SEGMENTS)
            || supports(version.arn(), Feature.BATCH_INFERENCE))
        .toList();
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("jobs", jobs.batchJobsOf(group.arn()));
    model.put("filled", filled);
    model.put("choice", choice);
    model.put(
        "filters",
        filters.of(group.arn()).stream().map(shelved -> shelved.filter()).toList());
    return model;
  }
}
