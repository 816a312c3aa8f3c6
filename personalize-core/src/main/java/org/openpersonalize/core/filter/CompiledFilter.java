// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openpersonalize.core.filter.Clause.Subject;
import org.openpersonalize.core.filter.Condition.All;
import org.openpersonalize.core.filter.Condition.Any;
import org.openpersonalize.core.filter.Condition.Not;
import org.openpersonalize.core.filter.Condition.Test;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;

/**
 * A filter expression that fits its data; immutable.
 *
 * <p>What it lets through are all records that one of its INCLUDE expressions names, or simply all if it has none in
 * force, but for those that one of its EXCLUDE expressions names. An expression whose IF is not so of the user is not in
 * force.
 */
public final class CompiledFilter {
  private final List<FilterRules.Checked> clauses;
  private final Map<ColumnName, Field.Type> types;

  private CompiledFilter(List<FilterRules.Checked> clauses, Map<ColumnName, Field.Type> types) {
    this.clauses = List.copyOf(clauses);
    this.types = Map.copyOf(types);
  }

  /**
   * Reads an expression and checks it.
   *
   * @param schemas of the datasets that the dataset group has
   * @param extensions is more than Amazon Personalize's language allowed?
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} saying what is wrong, where, and what to do
   */
  public static CompiledFilter of(
      String expression, Map<DatasetType, DatasetSchema> schemas, boolean extensions) {
    FilterRules rules = new FilterRules(schemas, extensions);
    return new CompiledFilter(rules.check(FilterText.read(expression, extensions)), rules.types());
  }

  /** What it keeps and takes away. */
  public Subject subject() {
    return clauses.get(0).clause().subject();
  }

  /** The columns it is about, such as {@code Items.PRICE}; those of the current item and user count as their datasets'. */
  public Set<String> columns() {
    Set<String> columns = new TreeSet<>();
    tests().forEach(test -> {
      columns.add(column(test.column()));
      for (Operand operand : test.operands()) {
        if (operand instanceof Operand.OfCurrentItem current) {
          columns.add(column(current.column()));
        }
      }
    });
    return columns;
  }

  private static String column(ColumnName name) {
    return switch (name.table()) {
      case "CurrentUser" -> "Users." + name.column();
      case "CurrentItem" -> "Items." + name.column();
      default -> name.toString();
    };
  }

  /** Does it look at the item that a request is about? */
  public boolean asksForItem() {
    return tests()
        .flatMap(test -> test.operands().stream())
        .anyMatch(Operand.OfCurrentItem.class::isInstance);
  }

  /** Does it look at what is known about the user? */
  public boolean asksForUser() {
    return clauses.stream().anyMatch(each -> !each.clause().ifs().isEmpty());
  }

  /** Does it look at what the user did? */
  public boolean asksForEvents() {
    return clauses.stream().anyMatch(each -> each.dataset().isInteractions());
  }

  /** Does it let the same records through whoever asks, whatever the request brings? */
  public boolean isSameForAll() {
    return !asksForItem()
        && !asksForUser()
        && !asksForEvents()
        && tests()
            .flatMap(test -> test.operands().stream())
            .noneMatch(Operand.Parameter.class::isInstance);
  }

  private Stream<Test> tests() {
    return clauses.stream()
        .map(FilterRules.Checked::clause)
        .flatMap(clause -> Stream.concat(clause.where().tests(), clause.ifs().stream()));
  }

  /**
   * An expression as it is for one request.
   *
   * @param dataset that the records are of
   * @param where compares with values only; two that are equal match the same records
   */
  public record Bound(
      Expression expression, boolean includes, DatasetType dataset, Condition where) {}

  /**
   * Puts the values of a request in their places.
   *
   * @param values the request's {@code filterValues}; more than the filter asks for do no harm
   * @return the expressions that are in force
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if an INCLUDE lacks a value, or one does not fit its column
   */
  public List<Bound> bind(Map<String, String> values, Situation situation) {
    FilterValues given = new FilterValues(values);
    requireValues(given);
    List<Bound> bound = new ArrayList<>();
    for (FilterRules.Checked each : clauses) {
      Binding binding = new Binding(given, situation, types);
      if (binding.holds(each.clause().ifs())) {
        binding
            .bind(each.clause().where())
            .map(where -> new Bound(
                each.clause().expression(), each.clause().includes(), each.dataset(), where))
            .ifPresent(bound::add);
      }
    }
    return bound;
  }

  private void requireValues(FilterValues given) {
    Set<String> missing = clauses.stream()
        .map(FilterRules.Checked::clause)
        .filter(Clause::includes)
        .flatMap(clause -> Stream.concat(clause.where().tests(), clause.ifs().stream()))
        .flatMap(test -> test.operands().stream())
        .filter(Operand.Parameter.class::isInstance)
        .map(parameter -> ((Operand.Parameter) parameter).name())
        .filter(name -> !given.has(name))
        .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!missing.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The filter includes by %s, and the request has no value for %s. Send it in filterValues."
              .formatted(
                  missing.size() == 1 ? "a parameter" : "parameters", String.join(", ", missing)));
    }
  }

  /** The tests of a condition that has lost those without a value; empty if it has lost all. */
  static Optional<Condition> without(Condition condition, Set<Test> lost) {
    if (condition instanceof Test test) {
      return lost.contains(test) ? Optional.empty() : Optional.of(test);
    }
    if (condition instanceof Not not) {
      return without(not.condition(), lost).map(Not::new);
    }
    boolean all = condition instanceof All;
    List<Condition> parts = all ? ((All) condition).conditions() : ((Any) condition).conditions();
    List<Condition> left =
        parts.stream().flatMap(part -> without(part, lost).stream()).toList();
    return switch (left.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(left.get(0));
      default -> Optional.of(all ? new All(left) : new Any(left));
    };
  }
}
