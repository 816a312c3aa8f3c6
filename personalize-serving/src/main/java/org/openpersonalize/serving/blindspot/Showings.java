// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.replay.Answer;
import org.openpersonalize.serving.replay.ReplayedRequest;

/** What the items of a model come to in requests that are answered once more. */
final class Showings {
  private final Deployment deployment;
  private final int[] shown; // [items of the model]
  private final BitSet keptOut = new BitSet(); // by the filters of all requests so far
  private final Set<Arn> filters = new TreeSet<>();
  private int replayed;
  private int answered;

  /** @param deployment at the moment that is looked at */
  Showings(Deployment deployment) {
    this.deployment = deployment;
    this.shown = new int[items().size()];
    keptOut.set(0, shown.length);
  }

  private IdIndex items() {
    return deployment.model().items();
  }

  /** A request that is refused, such as for a filter that is gone, shows nothing and keeps nothing out. */
  void add(ReplayedRequest request) {
    replayed++;
    Answer answer = request.answer();
    if (answer.refusal() == null) {
      answered++;
      answer
          .items()
          .forEach(item -> items().find(item.itemId()).ifPresent(known -> shown[known]++));
      if (!keptOut.isEmpty()) {
        letIn(request.allowed(deployment));
      }
      if (request.request().filterArn() != null) {
        filters.add(request.request().filterArn());
      }
    }
  }

  private void letIn(ItemFilter allowed) {
    for (int item = keptOut.nextSetBit(0); item >= 0; item = keptOut.nextSetBit(item + 1)) {
      if (allowed.allows(item)) {
        keptOut.clear(item);
      }
    }
  }

  /** How many requests came so far. */
  int replayed() {
    return replayed;
  }

  /** Was any of them answered? */
  boolean sayAnything() {
    return answered > 0;
  }

  /** The filters that they named. */
  Set<Arn> filters() {
    return filters;
  }

  /** How often an item of the model was shown. */
  int shown(int item) {
    return shown[item];
  }

  /** Did the filter of each request keep the item out? */
  boolean isKeptOut(int item) {
    return sayAnything() && keptOut.get(item);
  }
}
