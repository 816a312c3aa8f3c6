// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.serving.recommender.RecommenderService;
import org.openpersonalize.serving.recommender.RecommenderService.UpdateRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.UpdateRecommenderResponse;
import org.openpersonalize.store.browse.StoredDatasets;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Changes how a recommender explores, what it tells and what it learns from. */
@Controller
class UpdateController {
  private static final String UPDATE =
      "/console/groups/{group}/serving/recommenders/{recommender}/update";
  private static final String VIEW = "console/recommender/update";

  private final Groups groups;
  private final Recommenders recommenders;
  private final StoredDatasets datasets;
  private final RecommenderService service;
  private final Forms forms;

  UpdateController(
      Groups groups,
      Recommenders recommenders,
      StoredDatasets datasets,
      RecommenderService service,
      Forms forms) {
    this.groups = groups;
    this.recommenders = recommenders;
    this.datasets = datasets;
    this.service = service;
    this.forms = forms;
  }

  @GetMapping(UPDATE)
  ModelAndView form(@PathVariable String group, @PathVariable String recommender) {
    Group ofPage = groups.named(group);
    RecommenderView view = recommenders.named(ofPage, recommender);
    return new ModelAndView(
        VIEW, model(ofPage, view, RecommenderForm.of(view, datasets.of(ofPage.arn()))));
  }

  @PostMapping(UPDATE)
  ModelAndView update(
      @PathVariable String group,
      @PathVariable String recommender,
      @RequestParam MultiValueMap<String, String> filled) {
    Group ofPage = groups.named(group);
    RecommenderView view = recommenders.named(ofPage, recommender);
    RecommenderForm form = RecommenderForm.filled(view.recipe(), datasets.of(ofPage.arn()), filled);
    Submission<UpdateRecommenderResponse> sent = forms.send(
        new UpdateRecommender(
            view.arn(),
            form.config(
                view.recommender().recommenderConfig().minRecommendationRequestsPerSecond())),
        service::update);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(ofPage, view, form), RecommenderForm.placed(sent.errors()))
        : SeeOther.to(ofPage.path("/serving/recommenders/" + view.name()));
  }

  private static Map<String, Object> model(
      Group group, RecommenderView recommender, RecommenderForm form) {
    return Map.of("group", group, "recommender", recommender, "form", form);
  }
}
