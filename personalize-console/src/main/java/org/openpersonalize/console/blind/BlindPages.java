// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.blind;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.GroupDeployments;
import org.openpersonalize.console.item.Titles;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.blindspot.BlindSpotService;
import org.openpersonalize.serving.blindspot.BlindSpotService.BlindSpot;
import org.openpersonalize.serving.blindspot.BlindSpotService.GetBlindSpotsResponse;
import org.openpersonalize.store.browse.StoredDatasets;
import org.springframework.stereotype.Component;

/** Puts pages of blind spots together. To look takes seconds, so a page shows what is known, and has its report looked for. */
@Component
class BlindPages {
  private static final int SCREEN = 50;

  private final GroupDeployments deployments;
  private final BlindSpotService blindSpots;
  private final StoredDatasets datasets;
  private final Titles titles;
  private final Forms forms;

  BlindPages(
      GroupDeployments deployments,
      BlindSpotService blindSpots,
      StoredDatasets datasets,
      Titles titles,
      Forms forms) {
    this.deployments = deployments;
    this.blindSpots = blindSpots;
    this.datasets = datasets;
    this.titles = titles;
    this.forms = forms;
  }

  /** @param look whether to look, where nobody has lately */
  BlindPage of(Group group, BlindQuery asked, boolean look) {
    List<String> choices = deployments.choosingItems(group);
    if (choices.isEmpty()) {
      return page(group, asked, choices, null, FormErrors.NONE);
    }
    BlindQuery query = choices.contains(asked.campaign()) ? asked : asked.about(choices.get(0));
    if (!look && !blindSpots.isKnown(query.request(group, 1).asked())) {
      return page(group, query, choices, null, FormErrors.NONE);
    }
    Submission<GetBlindSpotsResponse> answer =
        forms.send(query.request(group, SCREEN), blindSpots::get);
    return page(
        group,
        query,
        choices,
        answer.isRefused() ? null : report(group, query, answer.orThrow()),
        answer.errors());
  }

  private static BlindPage page(
      Group group,
      BlindQuery query,
      List<String> choices,
      @Nullable BlindReport report,
      FormErrors errors) {
    String look = query.path(group, "") + "&look=true";
    return new BlindPage(query, choices, report, errors, query.path(group, "/report"), look);
  }

  private BlindReport report(Group group, BlindQuery query, GetBlindSpotsResponse found) {
    return new BlindReport(
        found,
        found.reasons().stream()
            .map(each -> new BlindReport.Reason(
                each,
                query.because(each.reason()).path(group, "") + "#items",
                each.reason() == query.reason()))
            .toList(),
        rows(group, found.blindSpots()),
        ShareChart.of(found.shares(), found.neverShown()),
        query.reason() == null ? null : query.because(null).path(group, "") + "#items",
        found.nextToken() == null
            ? null
            : query.behind(found.nextToken()).path(group, "") + "#items");
  }

  private List<BlindReport.Row> rows(Group group, List<BlindSpot> spots) {
    Map<String, String> names = titles.of(
        datasets.of(group.arn()).get(DatasetType.ITEMS),
        spots.stream().map(BlindSpot::itemId).toList());
    return spots.stream()
        .map(spot -> new BlindReport.Row(
            spot.itemId(),
            names.get(spot.itemId()),
            group.path("/item", "id", spot.itemId()),
            spot.interactions(),
            spot.reason()))
        .toList();
  }
}
