// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.serving.answer.Answering.Answerer;
import org.openpersonalize.serving.answer.Asked;
import org.openpersonalize.serving.answer.Demand;
import org.openpersonalize.serving.filter.Selection;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.store.replay.RecordedRequest;

/**
 * A recorded request that can be answered once more, in one way or several.
 *
 * @param answerer of the campaign, who knows the user
 * @param lot what is explored; the same draws the same, so that what differs is not the lot's doing
 */
public record ReplayedRequest(RecordedRequest request, Answerer answerer, int lot) {
  /** What it is answered with now. */
  public Answer answer() {
    return answer(filter());
  }

  /** What it would be answered with if it named another filter. */
  public Answer answer(@Nullable Selection filter) {
    Demand demand = Demand.best(request.numResults()).filtered(filter).promoting(null, lot);
    return Answer.of(() -> answerer.answer(asked(), demand));
  }

  /** The items of a model that its filter lets through, all if it names none. */
  public ItemFilter allowed(Deployment of) {
    Selection filter = filter();
    return filter == null ? ItemFilter.EVERYTHING : answerer.allowed(of, asked(), filter);
  }

  private Asked asked() {
    return Asked.of(request.userId(), request.itemId());
  }

  private @Nullable Selection filter() {
    return request.filterArn() == null
        ? null
        : new Selection(request.filterArn(), request.filterValues());
  }
}
