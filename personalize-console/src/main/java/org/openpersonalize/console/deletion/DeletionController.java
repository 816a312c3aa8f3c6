// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.deletion;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.ingest.deletion.DataDeletionService;
import org.openpersonalize.ingest.deletion.DataDeletionService.CreateDataDeletionJob;
import org.openpersonalize.ingest.deletion.DataDeletionService.DataDeletionJobSummary;
import org.openpersonalize.ingest.deletion.DataDeletionService.GetDataDeletionReceipt;
import org.openpersonalize.ingest.deletion.DataDeletionService.ListDataDeletionJobs;
import org.openpersonalize.store.catalog.DataSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Asks for users to be deleted, and shows what became of it. */
@Controller
@RequestMapping("/console/groups/{group}/deletions")
class DeletionController {
  private static final String VIEW = "console/deletion/deletions";
  private static final int SHOWN = 20;

  private final Groups groups;
  private final DataDeletionService deletions;
  private final Forms forms;
  private final Clock clock;

  DeletionController(Groups groups, DataDeletionService deletions, Forms forms, Clock clock) {
    this.groups = groups;
    this.deletions = deletions;
    this.forms = forms;
    this.clock = clock;
  }

  @GetMapping
  String deletions(@PathVariable String group, Model model) {
    Group found = groups.named(group);
    model.addAttribute("group", found);
    model.addAttribute("rows", rows(found));
    return VIEW;
  }

  @PostMapping
  ModelAndView delete(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String jobName,
      @RequestParam(defaultValue = "") String dataLocation) {
    Group found = groups.named(group);
    Submission<?> sent = forms.send(
        new CreateDataDeletionJob(
            jobName, found.arn(), new DataSource(dataLocation), found.role(), null),
        deletions::create);
    return sent.isRefused()
        ? Forms.refused(
            VIEW,
            Map.of(
                "group", found,
                "rows", rows(found),
                "jobName", jobName,
                "dataLocation", dataLocation),
            sent.errors())
        : SeeOther.to(found.path("/deletions"));
  }

  private List<DeletionRow> rows(Group group) {
    Instant now = clock.instant();
    return deletions
        .list(new ListDataDeletionJobs(group.arn(), null, SHOWN))
        .dataDeletionJobs()
        .stream()
        .map(job -> row(job, now))
        .toList();
  }

  private DeletionRow row(DataDeletionJobSummary job, Instant now) {
    return new DeletionRow(
        job,
        job.status() == Status.COMPLETED
            ? deletions
                .receipt(new GetDataDeletionReceipt(job.dataDeletionJobArn()))
                .receipt()
            : null,
        now);
  }
}
