// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.page.Language;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.mapping.FileMapping;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.ingest.draft.GuidedImportService;
import org.openpersonalize.ingest.draft.ImportDraft;
import org.openpersonalize.store.catalog.ImportMode;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Leads through an import: a file, its columns, a check, the import. What was said so far is the draft that the path names, so that
 * each step can be gone back to and loaded anew.
 */
@Controller
@RequestMapping("/console/groups/{group}/data/{type}/import")
class ImportController {
  private static final String FILE = "console/data/import-file";
  private static final String COLUMNS = "console/data/import-columns";
  private static final String CHECK = "console/data/import-check";

  private final Wizards wizards;
  private final GuidedImportService guide;
  private final ColumnsPages columns;

  ImportController(Wizards wizards, GuidedImportService guide, ColumnsPages columns) {
    this.wizards = wizards;
    this.guide = guide;
    this.columns = columns;
  }

  @GetMapping
  ModelAndView file(
      @PathVariable String group, @PathVariable String type, @RequestAttribute Page page) {
    return new ModelAndView(FILE, wizards.at(group, type, page).model()).addObject("location", "");
  }

  /** Takes the file in while it arrives. */
  @PostMapping
  ModelAndView bring(
      @PathVariable String group,
      @PathVariable String type,
      @RequestAttribute Page page,
      HttpServletRequest request)
      throws IOException {
    UploadForm form = UploadForm.read(request);
    String into = form.field("datasetType").isEmpty() ? type : form.field("datasetType");
    Wizard wizard = wizards.at(group, into, page);
    String location = form.field("location");
    String zone = page.language() == Language.KOREAN ? "Asia/Seoul" : "UTC";
    try {
      if (form.hasFile()) {
        return SeeOther.to(wizard.path(take(form, wizard, zone)));
      }
      if (!location.isEmpty()) {
        return SeeOther.to(wizard.path(guide.at(wizard.errand(), location, zone)));
      }
      return again(wizard, location, FormError.of("file", "data.import.no-file"));
    } catch (PersonalizeException refused) {
      requireOfForm(refused);
      String field = form.hasFile() ? "file" : "location";
      return again(wizard, location, FormError.said(field, refused.getMessage()));
    }
  }

  /** What is refused is read to its end all the same, or the browser would not wait for the answer. */
  private ImportDraft take(UploadForm form, Wizard wizard, String zone) throws IOException {
    try (InputStream body = form.body()) {
      try {
        return guide.upload(wizard.errand(), form.fileName(), body, zone);
      } finally {
        body.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static ModelAndView again(Wizard wizard, String location, FormError error) {
    return Forms.refused(FILE, wizard.model(), FormErrors.of(error))
        .addObject("location", location);
  }

  @GetMapping("/{draft}")
  ModelAndView columns(
      @PathVariable String group,
      @PathVariable String type,
      @PathVariable String draft,
      @RequestAttribute Page page) {
    Wizard wizard = wizards.at(group, type, page);
    ImportDraft found = guide.get(wizard.errand(), draft);
    return new ModelAndView(COLUMNS, columns(wizard, found, found.mapping()));
  }

  private Map<String, Object> columns(Wizard wizard, ImportDraft draft, FileMapping mapping) {
    Map<String, Object> model = new HashMap<>(wizard.model());
    model.put("draft", draft);
    model.put("mapping", mapping);
    model.put("columns", columns.of(wizard.errand(), draft, mapping));
    return model;
  }

  /** Takes the columns as they were corrected, and checks the whole file by them. */
  @PostMapping("/{draft}")
  ModelAndView match(
      @PathVariable String group,
      @PathVariable String type,
      @PathVariable String draft,
      @RequestAttribute Page page,
      @RequestParam Map<String, String> form) {
    Wizard wizard = wizards.at(group, type, page);
    ImportDraft found = guide.get(wizard.errand(), draft);
    FileMapping mapping = ColumnsForm.read(found.look().columns(), form);
    try {
      guide.check(wizard.errand(), found, mapping, wizard.mode(form.get("mode")));
      return SeeOther.to(wizard.path(found) + "/check");
    } catch (PersonalizeException refused) {
      requireOfForm(refused);
      return Forms.refused(
          COLUMNS, columns(wizard, found, mapping), ColumnsForm.errors(mapping, refused));
    }
  }

  @GetMapping("/{draft}/check")
  ModelAndView check(
      @PathVariable String group,
      @PathVariable String type,
      @PathVariable String draft,
      @RequestAttribute Page page) {
    Wizard wizard = wizards.at(group, type, page);
    ImportDraft found = guide.get(wizard.errand(), draft);
    return found.check() == null
        ? SeeOther.to(wizard.path(found))
        : new ModelAndView(CHECK, wizard.model())
            .addObject("draft", found)
            .addObject(
                "command",
                guide.request(wizard.errand(), found).map(page::command).orElse(null));
  }

  /** Has the file checked again, as an import that replaces or as one that adds. */
  @PostMapping("/{draft}/check")
  ModelAndView checkAgain(
      @PathVariable String group,
      @PathVariable String type,
      @PathVariable String draft,
      @RequestAttribute Page page,
      @RequestParam(defaultValue = "") String mode) {
    Wizard wizard = wizards.at(group, type, page);
    ImportDraft found = guide.get(wizard.errand(), draft);
    try {
      guide.check(wizard.errand(), found, found.mapping(), wizard.mode(mode));
      return SeeOther.to(wizard.path(found) + "/check");
    } catch (PersonalizeException refused) {
      return unchecked(wizard, found, "mode", refused);
    }
  }

  private static ModelAndView unchecked(
      Wizard wizard, ImportDraft draft, String field, PersonalizeException refused) {
    requireOfForm(refused);
    FormError error = FormError.said(field, refused.getMessage());
    return Forms.refused(CHECK, wizard.model(), FormErrors.of(error)).addObject("draft", draft);
  }

  @GetMapping("/{draft}/refused.csv")
  void refused(
      @PathVariable String group,
      @PathVariable String type,
      @PathVariable String draft,
      @RequestAttribute Page page,
      HttpServletResponse response)
      throws IOException {
    Wizard wizard = wizards.at(group, type, page);
    ImportDraft found = guide.get(wizard.errand(), draft);
    if (found.check() == null) {
      throw Refusal.NOT_FOUND.exception(); // it may not be readable to its end
    }
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"refused.csv\"");
    try (Writer out =
        new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), UTF_8))) {
      guide.writeRefused(wizard.errand(), found, out);
    }
  }

  @PostMapping("/{draft}/start")
  ModelAndView start(
      @PathVariable String group,
      @PathVariable String type,
      @PathVariable String draft,
      @RequestAttribute Page page,
      @RequestParam Map<String, String> form) {
    Wizard wizard = wizards.at(group, type, page);
    ImportDraft found = guide.get(wizard.errand(), draft);
    ImportMode mode = wizard.mode(form.get("mode"));
    try {
      guide.start(wizard.errand(), found, mode, form.containsKey("leaveOut"));
      return SeeOther.to(wizard.datasetPath());
    } catch (PersonalizeException refused) {
      return unchecked(wizard, found, form.containsKey("leaveOut") ? "" : "leaveOut", refused);
    }
  }

  private static void requireOfForm(PersonalizeException refused) {
    if (refused.code() == ErrorCode.INTERNAL_FAILURE
        || refused.code() == ErrorCode.SERVICE_UNAVAILABLE
        || refused.code() == ErrorCode.RESOURCE_NOT_FOUND) {
      throw refused;
    }
  }
}
