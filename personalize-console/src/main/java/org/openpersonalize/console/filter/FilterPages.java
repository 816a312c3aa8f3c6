// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.GroupDeployments;
import org.openpersonalize.console.trial.TrialQuery;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.DescribeFilter;
import org.openpersonalize.serving.replay.FilterPreviewService;
import org.openpersonalize.serving.replay.FilterPreviewService.PreviewFilterResponse;
import org.openpersonalize.serving.replay.FilterPreviewService.ReplayedRequests;
import org.openpersonalize.serving.replay.FilterPreviewService.ShortList;
import org.openpersonalize.store.catalog.Filter;
import org.springframework.stereotype.Component;

/** Puts what an expression would change beside it. */
@Component
class FilterPages {
  private final FilterService filters;
  private final FilterPreviewService previews;
  private final GroupDeployments deployments;
  private final Expressions expressions;
  private final Forms forms;

  FilterPages(
      FilterService filters,
      FilterPreviewService previews,
      GroupDeployments deployments,
      Expressions expressions,
      Forms forms) {
    this.filters = filters;
    this.previews = previews;
    this.deployments = deployments;
    this.expressions = expressions;
    this.forms = forms;
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException not found, in this group at least */
  Filter filter(Group group, String name) {
    Arn arn = group.arn().sibling(ResourceType.FILTER, name);
    Filter filter = filters.describe(new DescribeFilter(arn)).filter();
    if (!filter.datasetGroupArn().equals(group.arn())) {
      throw arn.doesNotExist();
    }
    return filter;
  }

  FilterPage of(Group group, String name, FilterQuery asked) {
    Filter filter = filter(group, name);
    List<String> choices = deployments.choosingItems(group);
    FilterQuery query =
        asked.orElse(filter.filterExpression(), choices.isEmpty() ? "" : choices.get(0));
    Check check = Objects.requireNonNull(expressions.check(group, query.filterExpression()));
    FilterPage page = new FilterPage(filter, query, check, choices, null, FormErrors.NONE);
    return query.replay() && check.fits() && !choices.isEmpty() ? replayed(group, page) : page;
  }

  private FilterPage replayed(Group group, FilterPage page) {
    Submission<PreviewFilterResponse> answer =
        forms.send(page.query().request(group, page.filter().arn()), previews::preview);
    return new FilterPage(
        page.filter(),
        page.query(),
        page.check(),
        page.campaigns(),
        answer.isRefused()
            ? null
            : preview(group, page.query(), answer.orThrow().replay()),
        answer.errors());
  }

  private static @Nullable Preview preview(
      Group group, FilterQuery query, @Nullable ReplayedRequests replay) {
    return replay == null
        ? null
        : new Preview(
            replay,
            replay.shortestLists().stream()
                .map(list -> new Preview.Worst(list, href(group, query, list)))
                .toList());
  }

  private static @Nullable String href(Group group, FilterQuery query, ShortList list) {
    return list.userId() == null
        ? null
        : TrialQuery.of(query.campaign(), list.userId(), list.numResults()).path(group);
  }
}
