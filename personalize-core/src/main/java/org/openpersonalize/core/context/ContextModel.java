// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openpersonalize.core.context.Situation.Evidence;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ContextColumn;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityModel;

/**
 * What is taken in which situation.
 *
 * <p>In a situation the probability that an item has without one is multiplied by {@code exp(w · lift)} for each column of
 * which the situation has a known value: contextual post-filtering with a weight w per column, by which the user and all
 * columns are taken for independent of each other given the item as far as held for people who were not learned from.
 * Panniello, Tuzhilin, Gorgoglione, Palmisano, Pedone: Experimental comparison of pre- vs. post-filtering approaches in
 * context-aware recommender systems, RecSys 2009.
 *
 * @param columns those that count for anybody
 */
public record ContextModel(List<Column> columns) {
  /** Where no column tells anything. */
  public static final ContextModel NONE = new ContextModel(List.of());

  /**
   * What is known by one column.
   *
   * @param weight of the same column
   */
  public record Column(ColumnLifts lifts, ContextWeight weight) {}

  public ContextModel {
    columns = List.copyOf(columns);
  }

  /** Learns the columns that count. */
  public static ContextModel of(InteractionLog log, List<ContextWeight> weights) {
    List<Column> columns = new ArrayList<>();
    for (ContextWeight weight : weights) {
      ContextColumn column = log.context(weight.column()).orElse(null);
      if (column != null && weight.counts()) {
        columns.add(new Column(ColumnLifts.of(log, column), weight));
      }
    }
    return new ContextModel(columns);
  }

  /** What each column counts, in their order. */
  public List<ContextWeight> weights() {
    return columns.stream().map(Column::weight).toList();
  }

  /**
   * The model, answering within the situation of each query; names and values that are not known do not count.
   *
   * @param temperature by which its scores become probabilities
   */
  public Model within(Model model, double temperature) {
    return columns.isEmpty() ? model : new SituatedModel(model, this, temperature);
  }

  /** The popularity for users of whom nothing is known. */
  public SituatedPopularity within(PopularityModel popularity) {
    return new SituatedPopularity(popularity, this);
  }

  /** What is known of a situation for users of whom something is known. */
  Situation known(Map<String, String> situation) {
    return situation(situation, ContextWeight::weight);
  }

  /** What is known of a situation for the others. */
  Situation knownOfStrangers(Map<String, String> situation) {
    return situation(situation, ContextWeight::strangersWeight);
  }

  private Situation situation(
      Map<String, String> situation, ToDoubleFunction<ContextWeight> weights) {
    List<Evidence> evidence = new ArrayList<>();
    for (Column column : situation.isEmpty() ? List.<Column>of() : columns) {
      String text = situation.get(column.weight().column());
      double weight = weights.applyAsDouble(column.weight());
      if (text != null && weight > 0) {
        int[] values = column.lifts().find(text);
        if (values.length > 0) {
          evidence.add(new Evidence(column.lifts(), values, weight));
        }
      }
    }
    return new Situation(evidence);
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return columns.stream().mapToLong(column -> column.lifts().sizeInBytes()).sum();
  }
}
