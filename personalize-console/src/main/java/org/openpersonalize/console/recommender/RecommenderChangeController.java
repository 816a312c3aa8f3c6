// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import java.util.Locale;
import java.util.Map;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.serving.recommender.RecommenderService;
import org.openpersonalize.serving.recommender.RecommenderService.DeleteRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.StartRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.StopRecommender;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/** Stops, starts or deletes a recommender, once somebody has read what that means. */
@Controller
class RecommenderChangeController {
  private static final String CHANGE =
      "/console/groups/{group}/serving/recommenders/{recommender}/{change:stop|start|delete}";
  private static final String VIEW = "console/recommender/change";

  private final Groups groups;
  private final Recommenders recommenders;
  private final RecommenderService service;
  private final Forms forms;

  RecommenderChangeController(
      Groups groups, Recommenders recommenders, RecommenderService service, Forms forms) {
    this.groups = groups;
    this.recommenders = recommenders;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping(CHANGE)
  ModelAndView ask(
      @PathVariable String group,
      @PathVariable String recommender,
      @PathVariable String change,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    return new ModelAndView(
        VIEW, model(ofPage, recommenders.named(ofPage, recommender), named(change), page));
  }

  @PostMapping(CHANGE)
  ModelAndView change(
      @PathVariable String group,
      @PathVariable String recommender,
      @PathVariable String change,
      @RequestAttribute Page page) {
    Group ofPage = groups.named(group);
    RecommenderView view = recommenders.named(ofPage, recommender);
    FormErrors errors = forms.tell(named(change).request(view.arn()), this::carryOut);
    if (errors.any()) {
      return Forms.refused(VIEW, model(ofPage, view, named(change), page), errors);
    }
    return SeeOther.to(
        named(change) == RecommenderChange.DELETE
            ? ofPage.path("/serving")
            : ofPage.path("/serving/recommenders/" + view.name()));
  }

  private void carryOut(Record request) {
    if (request instanceof StopRecommender stop) {
      service.stop(stop);
    } else if (request instanceof StartRecommender start) {
      service.start(start);
    } else {
      service.delete((DeleteRecommender) request);
    }
  }

  private static RecommenderChange named(String change) {
    return RecommenderChange.valueOf(change.toUpperCase(Locale.ROOT));
  }

  private static Map<String, Object> model(
      Group group, RecommenderView recommender, RecommenderChange change, Page page) {
    return Map.of(
        "group", group,
        "recommender", recommender,
        "change", change,
        "command", page.command(change.request(recommender.arn())));
  }
}
