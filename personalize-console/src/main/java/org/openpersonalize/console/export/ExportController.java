// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.export;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.job.JobBoard;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.csv.FileKind;
import org.openpersonalize.ingest.exportjob.DatasetExportService;
import org.openpersonalize.ingest.exportjob.DatasetExportService.DescribeDatasetExportJob;
import org.openpersonalize.ingest.exportjob.ExportedFiles;
import org.openpersonalize.ingest.exportjob.ExportedFiles.ExportedFile;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.store.catalog.DatasetExportJob;
import org.openpersonalize.store.catalog.IngestionMode;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The exports of a dataset group, one more, and what each has written. */
@Controller
@RequestMapping("/console/groups/{group}/exports")
class ExportController {
  private static final String LIST = "console/export/exports";
  private static final String ONE = "console/export/export";

  private final Groups groups;
  private final StoredDatasets datasets;
  private final JobBoard jobs;
  private final DatasetExportService service;
  private final Exports exports;
  private final ExportedFiles files;
  private final Forms forms;

  ExportController(
      Groups groups,
      StoredDatasets datasets,
      JobBoard jobs,
      DatasetExportService service,
      Exports exports,
      ExportedFiles files,
      Forms forms) {
    this.groups = groups;
    this.datasets = datasets;
    this.jobs = jobs;
    this.service = service;
    this.exports = exports;
    this.files = files;
    this.forms = forms;
  }

  @GetMapping
  ModelAndView list(@PathVariable String group) {
    return new ModelAndView(LIST, model(groups.named(group), ExportForm.EMPTY));
  }

  private Map<String, Object> model(Group group, ExportForm form) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("jobs", jobs.exportsOf(group.arn()));
    model.put("types", datasets.of(group.arn()).keySet().stream().sorted().toList());
    model.put("modes", List.of(IngestionMode.values()));
    model.put("form", form);
    return model;
  }

  @PostMapping
  ModelAndView create(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String dataset,
      @RequestParam(defaultValue = "") String mode,
      @RequestParam(defaultValue = "") String path,
      @RequestParam(defaultValue = "") String jobName) {
    Group found = groups.named(group);
    ExportForm form = new ExportForm(dataset, mode, path, jobName);
    Submission<?> sent = forms.send(form.request(found), service::create);
    return sent.isRefused()
        ? Forms.refused(LIST, model(found, form), sent.errors())
        : SeeOther.to(found.path("/exports/" + jobName.strip()));
  }

  @GetMapping("/{job}")
  String show(
      @PathVariable String group,
      @PathVariable String job,
      @RequestAttribute Page page,
      Model model)
      throws IOException {
    ExportView shown = add(group, job, model);
    model.addAttribute(
        "command", page.command(new DescribeDatasetExportJob(shown.job().arn())));
    return ONE;
  }

  /** How far it is, which the page asks for as long as that changes. */
  @GetMapping("/{job}/state")
  String state(@PathVariable String group, @PathVariable String job, Model model)
      throws IOException {
    add(group, job, model);
    return ONE + " :: state";
  }

  private ExportView add(String group, String job, Model model) throws IOException {
    Group found = groups.named(group);
    ExportView shown = exports.view(found, exports.job(found, job));
    model.addAttribute("group", found);
    model.addAttribute("export", shown);
    return shown;
  }

  @GetMapping("/{job}/{file:.+\\.csv|.+\\.parquet}")
  void download(
      @PathVariable String group,
      @PathVariable String job,
      @PathVariable String file,
      HttpServletResponse response)
      throws IOException {
    DatasetExportJob of = exports.job(groups.named(group), job);
    ExportedFile wanted = exports.downloadable(of, file);
    try (InputStream body = files.open(of, wanted)) {
      response.setContentType(contentType(wanted));
      response.setContentLengthLong(wanted.bytes());
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(wanted.name()));
      body.transferTo(response.getOutputStream());
    }
  }

  private static String contentType(ExportedFile file) {
    return FileKind.of(file.name()) == FileKind.PARQUET
        ? "application/vnd.apache.parquet"
        : "text/csv;charset=UTF-8";
  }
}
