// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import java.util.List;
import java.util.stream.Stream;
import org.openpersonalize.console.data.FirstEvent;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.GroupRecommenders;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.Page;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.traffic.TrafficService;
import org.openpersonalize.store.activity.CampaignEntry;
import org.openpersonalize.store.activity.CampaignTable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** Do events arrive, and is it fast? */
@Controller
class MeasureController {
  private final Groups groups;
  private final Arrivals arrivals;
  private final FirstEvent firstEvent;
  private final CampaignTable campaigns;
  private final GroupRecommenders recommenders;
  private final TrafficService traffic;

  MeasureController(
      Groups groups,
      Arrivals arrivals,
      FirstEvent firstEvent,
      CampaignTable campaigns,
      GroupRecommenders recommenders,
      TrafficService traffic) {
    this.groups = groups;
    this.arrivals = arrivals;
    this.firstEvent = firstEvent;
    this.campaigns = campaigns;
    this.recommenders = recommenders;
    this.traffic = traffic;
  }

  /**
   * The page.
   *
   * @param campaign the name of one, or of a recommender; empty for all
   * @param limit what p99 should stay below, in milliseconds
   */
  @GetMapping("/console/groups/{group}/measure")
  String measure(
      @PathVariable String group,
      @RequestParam(defaultValue = "day") String range,
      @RequestParam(defaultValue = "") String campaign,
      @RequestParam(defaultValue = "100") int limit,
      @RequestAttribute Page page,
      Model model) {
    Group ofPage = groups.named(group);
    MeasureQuery query = MeasureQuery.of(range, campaign, limit);
    model.addAttribute("group", ofPage);
    model.addAttribute("query", query);
    addEvents(ofPage, page, model);
    addAnswers(ofPage, query, page, model);
    return "console/measure/measure";
  }

  private void addEvents(Group group, Page page, Model model) {
    EventWeeks events = arrivals.weeks(group);
    model.addAttribute("events", events);
    if (events == null) {
      PutEvents first = firstEvent.of(group);
      model.addAttribute("firstEvent", first);
      model.addAttribute("firstCommand", first == null ? null : page.command(first));
    }
  }

  private void addAnswers(Group group, MeasureQuery query, Page page, Model model) {
    List<Arn> all = Stream.concat(
            campaigns.of(group.arn()).stream().map(CampaignEntry::arn),
            recommenders.all(group).stream())
        .toList();
    List<Arn> chosen = all.stream()
        .filter(arn -> query.campaign().isEmpty()
            || DeploymentName.of(arn).spelling().equals(query.campaign()))
        .toList();
    Answers answers = new Answers(traffic.history(chosen, query.range()), query);
    model.addAttribute(
        "campaigns", all.stream().map(arn -> DeploymentName.of(arn).spelling()).toList());
    model.addAttribute("isCounted", traffic.isCounted());
    model.addAttribute("answers", answers);
    model.addAttribute(
        "firstRequest",
        chosen.isEmpty() || !answers.isEmpty()
            ? null
            : page.command(asking(group, DeploymentName.of(chosen.get(0)))));
  }

  private static GetRecommendations asking(Group group, DeploymentName asked) {
    return new GetRecommendations(
        asked.campaignArn(group),
        null,
        "USER",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        asked.recommenderArn(group));
  }
}
