// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.training.outlook.TrainingOutlook;
import org.openpersonalize.training.outlook.TrainingOutlookService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.springframework.stereotype.Component;

/** What trainings would be like, as forms show it. */
@Component
class Outlooks {
  private final TrainingOutlookService service;

  Outlooks(TrainingOutlookService service) {
    this.service = service;
  }

  /**
   * What a form shows beside what is filled in.
   *
   * @param refusal why nothing can be said, in the service's words; null if something can
   * @param forecast none if nothing can be said
   * @param command that would create the solution
   */
  record Outlook(
      @Nullable String refusal,
      @Nullable TrainingOutlook outlook,
      List<ForecastRow> forecast,
      String command) {
    public String interactions() {
      return outlook == null ? "" : Figures.count(outlook.counts().interactions());
    }

    public String users() {
      return outlook == null ? "" : Figures.count(outlook.counts().users());
    }

    public String heap() {
      return outlook == null ? "" : Figures.size(outlook.heapBytes());
    }
  }

  Outlook of(CreateSolution request, Page page) {
    String command = page.command(request);
    try {
      TrainingOutlook outlook = service.of(request);
      return new Outlook(null, outlook, ForecastRow.of(outlook.forecast(), null), command);
    } catch (PersonalizeException refused) {
      return new Outlook(refused.getMessage(), null, List.of(), command);
    }
  }
}
