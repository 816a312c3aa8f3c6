// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.CreateDatasetGroup;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Making a dataset group. */
@Controller
class NewGroupController {
  private static final String VIEW = "console/data/new-group";
  private static final String EXAMPLE = "shop";

  private final DatasetGroupService groups;
  private final Forms forms;

  NewGroupController(DatasetGroupService groups, Forms forms) {
    this.groups = groups;
    this.forms = forms;
  }

  @GetMapping("/console/new-group")
  ModelAndView form(@RequestAttribute Page page) {
    return new ModelAndView(
            VIEW, model(new CreateDatasetGroup(EXAMPLE, null, null, null, null), page))
        .addObject("name", "");
  }

  @PostMapping("/console/new-group")
  ModelAndView create(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String domain,
      @RequestAttribute Page page) {
    CreateDatasetGroup request =
        new CreateDatasetGroup(name.strip(), null, null, domain(domain), null);
    Submission<?> sent = forms.send(request, groups::create);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(request, page), sent.errors()).addObject("name", name)
        : SeeOther.to(ConsolePaths.ofGroup(request.name()) + "/data");
  }

  private static Map<String, Object> model(CreateDatasetGroup request, Page page) {
    Map<String, Object> model = new TreeMap<>();
    model.put("domains", List.of(Domain.values()));
    model.put("domain", request.domain() == null ? "" : request.domain().name());
    model.put("command", page.command(request));
    return model;
  }

  private static @Nullable Domain domain(String name) {
    return Arrays.stream(Domain.values())
        .filter(domain -> domain.name().equals(name))
        .findFirst()
        .orElse(null);
  }
}
