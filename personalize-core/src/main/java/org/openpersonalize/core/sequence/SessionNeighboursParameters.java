// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;

/**
 * How histories like the one that is asked about are found, and what they say.
 *
 * @param neighbours k: how many are listened to
 * @param perItem among how many of the newest histories with an item they are looked for
 * @param recency τ: after how many steps back an event of the history that is asked about counts 1/e
 * @param distance after how many steps from the event they have in common an event of a neighbour counts 1/e
 * @param rarity exponent of {@code ln(histories / those with the item)}: how much more a rare item in common says
 * @param length exponent of a neighbour's length: how much less a long one says
 */
public record SessionNeighboursParameters(
    int neighbours, int perItem, double recency, double distance, double rarity, double length)
    implements ModelParameters {
  public static final SessionNeighboursParameters DEFAULT =
      new SessionNeighboursParameters(400, 1000, 3, 5, 1, 0.5);

  private static final Settings<SessionNeighboursParameters> SETTINGS = new Settings<
          SessionNeighboursParameters>(SessionNeighboursFamily.NAME)
      .whole(
          "neighbours",
          1,
          10_000,
          SessionNeighboursParameters::neighbours,
          SessionNeighboursParameters::withNeighbours)
      .whole(
          "per_item",
          1,
          10_000,
          SessionNeighboursParameters::perItem,
          SessionNeighboursParameters::withPerItem)
      .real(
          "recency",
          0.1,
          1000,
          SessionNeighboursParameters::recency,
          SessionNeighboursParameters::withRecency)
      .real(
          "distance",
          0.1,
          1000,
          SessionNeighboursParameters::distance,
          SessionNeighboursParameters::withDistance)
      .real(
          "rarity",
          0,
          4,
          SessionNeighboursParameters::rarity,
          SessionNeighboursParameters::withRarity)
      .real(
          "length",
          0,
          2,
          SessionNeighboursParameters::length,
          SessionNeighboursParameters::withLength);

  @Override
  public SessionNeighboursFamily family() {
    return SessionNeighboursFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public SessionNeighboursParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public SessionNeighboursTrainer trainer() {
    return new SessionNeighboursTrainer(this);
  }

  SessionNeighboursParameters withNeighbours(int other) {
    return new SessionNeighboursParameters(other, perItem, recency, distance, rarity, length);
  }

  SessionNeighboursParameters withPerItem(int other) {
    return new SessionNeighboursParameters(neighbours, other, recency, distance, rarity, length);
  }

  SessionNeighboursParameters withRecency(double other) {
    return new SessionNeighboursParameters(neighbours, perItem, other, distance, rarity, length);
  }

  SessionNeighboursParameters withDistance(double other) {
    return new SessionNeighboursParameters(neighbours, perItem, recency, other, rarity, length);
  }

  SessionNeighboursParameters withRarity(double other) {
    return new SessionNeighboursParameters(neighbours, perItem, recency, distance, other, length);
  }

  SessionNeighboursParameters withLength(double other) {
    return new SessionNeighboursParameters(neighbours, perItem, recency, distance, rarity, other);
  }
}
