// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.job.JobBoard;
import org.openpersonalize.console.job.JobRow;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Reload;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTracker;
import org.openpersonalize.store.catalog.EventTracker;
import org.openpersonalize.store.catalog.Schema;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ExtendedModelMap;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One dataset: what it holds, its columns, its imports, and how events get into it. */
@Controller
class DatasetController {
  private static final String VIEW = "console/data/dataset";

  private final Groups groups;
  private final DatasetRows datasets;
  private final DatasetDetails details;
  private final JobBoard jobs;
  private final Forms forms;

  DatasetController(
      Groups groups, DatasetRows datasets, DatasetDetails details, JobBoard jobs, Forms forms) {
    this.groups = groups;
    this.datasets = datasets;
    this.details = details;
    this.jobs = jobs;
    this.forms = forms;
  }

  @GetMapping("/console/groups/{group}/data/{type}")
  String dataset(
      @PathVariable String group,
      @PathVariable String type,
      @RequestAttribute Page page,
      Model model) {
    show(groups.named(group), DatasetPaths.type(type), page, model);
    return VIEW;
  }

  private void show(Group group, DatasetType type, Page page, Model model) {
    DatasetRow row = datasets.of(group, type);
    model.addAttribute("group", group);
    model.addAttribute("row", row);
    if (row.size() == null) {
      return;
    }
    List<JobRow> imports = jobs.importsInto(row.size().datasetArn());
    Schema schema = details.schema(row.size().datasetArn());
    model.addAttribute("type", type);
    model.addAttribute("imports", imports);
    model.addAttribute("running", imports.stream().anyMatch(JobRow::isUnderWay));
    model.addAttribute("schema", schema);
    model.addAttribute(
        "fields", DatasetSchema.parse(schema.schema(), schema.domain()).fields());
    if (type == DatasetType.INTERACTIONS) {
      EventTracker tracker = details.tracker(group.arn());
      model.addAttribute("tracker", tracker);
      model.addAttribute(
          "putEvents",
          tracker == null ? null : page.command(FirstEvent.of(tracker.trackingId(), row.now())));
    }
  }

  /** The imports alone, which the page asks for as long as one is under way; then it has all of itself shown anew. */
  @GetMapping("/console/groups/{group}/data/{type}/imports")
  String imports(
      @PathVariable String group,
      @PathVariable String type,
      Model model,
      HttpServletResponse response) {
    Group found = groups.named(group);
    Arn dataset =
        found.arn().sibling(ResourceType.DATASET, found.name() + "/" + DatasetPaths.type(type));
    List<JobRow> imports = jobs.importsInto(dataset);
    boolean running = imports.stream().anyMatch(JobRow::isUnderWay);
    if (!running) {
      Reload.of(response);
    }
    model.addAttribute("group", found);
    model.addAttribute("type", DatasetPaths.type(type));
    model.addAttribute("imports", imports);
    model.addAttribute("running", running);
    return "console/data/imports :: imports";
  }

  @PostMapping("/console/groups/{group}/data/INTERACTIONS/tracker")
  ModelAndView createTracker(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String name,
      @RequestAttribute Page page) {
    Group found = groups.named(group);
    Submission<?> sent =
        forms.send(new CreateEventTracker(name, found.arn(), null), details::createTracker);
    if (!sent.isRefused()) {
      return SeeOther.to(found.path("/data/INTERACTIONS#events"));
    }
    Model model = new ExtendedModelMap();
    show(found, DatasetType.INTERACTIONS, page, model);
    model.addAttribute("name", name);
    return Forms.refused(VIEW, model.asMap(), sent.errors());
  }
}
