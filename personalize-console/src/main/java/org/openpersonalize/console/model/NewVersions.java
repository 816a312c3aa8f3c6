// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.HashMap;
import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.activity.VersionTable;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersionResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Has versions trained of solutions that are there. */
@Component
class NewVersions {
  static final String VIEW = "console/models/train-version";

  private final SolutionVersionService service;
  private final VersionTable versions;
  private final Forms forms;

  NewVersions(SolutionVersionService service, VersionTable versions, Forms forms) {
    this.service = service;
    this.versions = versions;
    this.forms = forms;
  }

  /** Leads to the new version's page, or says why there is none. */
  ModelAndView train(Group group, Arn solution) {
    Submission<CreateSolutionVersionResponse> sent =
        forms.send(new CreateSolutionVersion(solution, null, null, null), service::create);
    if (sent.isRefused()) {
      return Forms.refused(VIEW, model(group, solution), sent.errors());
    }
    return SeeOther.to(
        VersionName.of(versions.find(sent.orThrow().solutionVersionArn()).orElseThrow())
            .path(group));
  }

  static Map<String, Object> model(Group group, Arn solution) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("solution", solution.id());
    return model;
  }
}
