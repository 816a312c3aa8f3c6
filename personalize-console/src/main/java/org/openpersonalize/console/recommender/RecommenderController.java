// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.console.page.Reload;
import org.openpersonalize.serving.recommender.RecommenderService.DescribeRecommender;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;

/** A recommender: what it is for, how it is, how good it is. */
@Controller
class RecommenderController {
  private static final String RECOMMENDER =
      "/console/groups/{group}/serving/recommenders/{recommender}";

  private final Groups groups;
  private final Recommenders recommenders;

  RecommenderController(Groups groups, Recommenders recommenders) {
    this.groups = groups;
    this.recommenders = recommenders;
  }

  @GetMapping(RECOMMENDER)
  String recommender(
      @PathVariable String group,
      @PathVariable String recommender,
      @RequestAttribute Page page,
      Model model) {
    Group ofPage = groups.named(group);
    RecommenderView view = recommenders.named(ofPage, recommender);
    model.addAttribute("group", ofPage);
    model.addAttribute("recommender", view);
    model.addAttribute("names", List.of(view.name()));
    model.addAttribute("command", page.command(new DescribeRecommender(view.arn())));
    return "console/recommender/recommender";
  }

  /** Its status, which the page asks for as long as something is under way; then it has all of itself shown anew. */
  @GetMapping(RECOMMENDER + "/status")
  String status(
      @PathVariable String group,
      @PathVariable String recommender,
      Model model,
      HttpServletResponse response) {
    Group ofPage = groups.named(group);
    RecommenderView view = recommenders.named(ofPage, recommender);
    if (!view.isChanging()) {
      Reload.of(response);
    }
    model.addAttribute("group", ofPage);
    model.addAttribute("recommender", view);
    return "console/recommender/status :: status";
  }
}
