// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cost;

import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * How much there is to learn from.
 *
 * @param users with interactions
 * @param items of the catalogue
 * @param interactions as many as are looked at
 * @param pairs Σᵤ nᵤ² for users of n interactions: what counting which items go together takes
 * @param logBytes that the interactions take in memory
 * @param idBytes that the ids of users and items take in memory
 * @param weighted do pairs of user and item differ in their confidence? They do where somebody came back to an item.
 */
public record Workload(
    long users,
    long items,
    long interactions,
    double pairs,
    long logBytes,
    long idBytes,
    boolean weighted) {

  /** What there is to learn from by a rule. */
  public static Workload of(InteractionLog log, ConfidenceRule rule) {
    long users = 0;
    long interactions = 0;
    double pairs = 0;
    boolean repeated = false;
    int[] latestUser = new int[log.items().size()]; // of each item, plus one
    for (int user = 0; user < log.users().size(); user++) {
      long length = Math.min(log.length(user), rule.historyLength());
      users += length > 0 ? 1 : 0;
      interactions += length;
      pairs += (double) length * length;
      for (int row = log.start(user); row < log.end(user) && !repeated; row++) {
        repeated = latestUser[log.item(row)] == user + 1;
        latestUser[log.item(row)] = user + 1;
      }
    }
    return new Workload(
        users,
        log.items().size(),
        interactions,
        pairs,
        log.sizeInBytes(),
        log.users().sizeInBytes() + log.items().sizeInBytes(),
        repeated || rule.fading() != null || !rule.eventWeights().isEmpty());
  }

  /** The same with a share of the users. */
  public Workload share(double share) {
    return new Workload(
        Math.round(users * share),
        items,
        Math.round(interactions * share),
        pairs * share,
        Math.round(logBytes * share),
        idBytes,
        weighted);
  }

  /** Bytes of the confidences, by users and by items. */
  public long matrixBytes() {
    return (weighted ? 16 : 8) * interactions + 4 * (users + items);
  }

  /** Bytes that are needed beside while they are made: repeated pairs become one, for which the rows are cut. */
  public long matrixScratchBytes() {
    return weighted ? 8 * interactions : 0;
  }

  /** Interactions of a user, in the mean. */
  public double meanLength() {
    return (double) interactions / Math.max(1, users);
  }
}
