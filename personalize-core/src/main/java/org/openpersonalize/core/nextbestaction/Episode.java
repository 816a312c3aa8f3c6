// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.nextbestaction.Offers.Offer;
import org.openpersonalize.core.schema.ActionEventType;

/**
 * An offer of an action to a user, and what came of it within the period: what else the user made of the same action in that
 * time belongs to it, and the next offer begins behind it.
 *
 * @param user the number of the user among those of action interactions
 * @param start epoch milliseconds of its first event
 * @param isTaken did the user take the action within the period?
 * @param isSettled is that known? It is not, for better or worse, where the action was only viewed at first and the period ends
 *     after the newest interaction
 */
record Episode(int user, int action, long start, boolean isTaken, boolean isSettled) {
  /** The episodes of one user, in the order in which actions were first offered. */
  static List<Episode> of(int user, Offers offers, Duration period, long newest) {
    List<Episode> episodes = new ArrayList<>();
    Map<Integer, Integer> open = new HashMap<>(); // places in episodes by actions
    for (Offer offer : offers.events()) {
      Integer place = open.get(offer.action());
      boolean isTaken = offer.type() == ActionEventType.TAKEN;
      if (place != null && offer.epochMillis() - episodes.get(place).start <= period.toMillis()) {
        if (isTaken) {
          episodes.set(place, episodes.get(place).taken());
        }
      } else {
        open.put(offer.action(), episodes.size());
        boolean isAnswered = offer.type() != ActionEventType.VIEWED;
        boolean isOver = newest - offer.epochMillis() >= period.toMillis();
        episodes.add(
            new Episode(user, offer.action(), offer.epochMillis(), isTaken, isAnswered || isOver));
      }
    }
    return episodes;
  }

  private Episode taken() {
    return new Episode(user, action, start, true, isSettled);
  }

  /** The share of those that were taken, with half a one added to each side. */
  static double rate(Collection<Episode> episodes) {
    double taken = episodes.stream().filter(Episode::isTaken).count();
    return (taken + 0.5) / (episodes.size() + 1);
  }
}
