// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.serving.recommender.RecommenderService;
import org.openpersonalize.serving.recommender.RecommenderService.CreateRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.CreateRecommenderResponse;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.training.outlook.RecipeReadiness;
import org.openpersonalize.training.outlook.TrainingOutlookService;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Creates a recommender: first what for, then how. */
@Controller
class NewRecommenderController {
  private static final String NEW = "/console/groups/{group}/serving/new-recommender";
  private static final String VIEW = "console/recommender/new";

  private final Groups groups;
  private final StoredDatasets datasets;
  private final TrainingOutlookService outlooks;
  private final RecommenderService service;
  private final Forms forms;

  NewRecommenderController(
      Groups groups,
      StoredDatasets datasets,
      TrainingOutlookService outlooks,
      RecommenderService service,
      Forms forms) {
    this.groups = groups;
    this.datasets = datasets;
    this.outlooks = outlooks;
    this.service = service;
    this.forms = forms;
  }

  /** @param recipe of the use case; empty to choose one */
  @GetMapping(NEW)
  ModelAndView form(
      @PathVariable String group,
      @RequestParam(defaultValue = "") String recipe,
      @RequestParam MultiValueMap<String, String> filled) {
    Group ofPage = groups.named(group);
    if (recipe.isEmpty()) {
      return new ModelAndView(
          "console/recommender/use-cases", Map.of("group", ofPage, "useCases", useCases(ofPage)));
    }
    return new ModelAndView(VIEW, model(ofPage, form(ofPage, recipe, filled)));
  }

  private List<RecipeReadiness> useCases(Group group) {
    return group.domain() == null ? List.of() : outlooks.readiness(group.arn(), group.domain());
  }

  @PostMapping(NEW)
  ModelAndView create(
      @PathVariable String group,
      @RequestParam String recipe,
      @RequestParam MultiValueMap<String, String> filled) {
    Group ofPage = groups.named(group);
    RecommenderForm form = form(ofPage, recipe, filled);
    Submission<CreateRecommenderResponse> sent = forms.send(
        new CreateRecommender(
            form.name(), ofPage.arn(), form.recipe().arn(), form.config(null), null),
        service::create);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(ofPage, form), RecommenderForm.placed(sent.errors()))
        : SeeOther.to(ofPage.path("/serving/recommenders/" + form.name()));
  }

  private RecommenderForm form(Group group, String recipe, MultiValueMap<String, String> filled) {
    Recipe found = ServedRecipes.trainable().stream()
        .filter(each -> each.domain() != null && each.domain() == group.domain())
        .filter(each -> each.name().equals(recipe))
        .findFirst()
        .orElseThrow(Refusal.NOT_FOUND::exception);
    return RecommenderForm.filled(found, datasets.of(group.arn()), filled);
  }

  private static Map<String, Object> model(Group group, RecommenderForm form) {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("form", form);
    return model;
  }
}
