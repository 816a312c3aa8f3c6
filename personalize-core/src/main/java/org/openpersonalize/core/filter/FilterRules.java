// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.filter.Clause.Subject;
import org.openpersonalize.core.filter.Condition.Operator;
import org.openpersonalize.core.filter.Condition.Test;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;

/** What an expression may say of certain data. */
final class FilterRules {
  private static final String EVENT_TYPE = "EVENT_TYPE";
  private static final String CURRENT_USER = "CurrentUser";

  private final Map<DatasetType, DatasetSchema> schemas;
  private final boolean extensions;
  private final Map<ColumnName, Field.Type> types = new HashMap<>();

  FilterRules(Map<DatasetType, DatasetSchema> schemas, boolean extensions) {
    this.schemas = schemas;
    this.extensions = extensions;
  }

  /** The types of the columns of the clauses that were checked. */
  Map<ColumnName, Field.Type> types() {
    return types;
  }

  /** A clause with its names as the schemas spell them, and values as its columns have them. */
  record Checked(Clause clause, DatasetType dataset) {}

  /**
   * Checks clauses.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} saying what does not fit, where, and what to do
   */
  List<Checked> check(List<Clause> clauses) {
    Subject subject = clauses.get(0).subject();
    List<Checked> checked = new ArrayList<>();
    for (Clause clause : clauses) {
      int at = clause.where().tests().findFirst().orElseThrow().column().at();
      if (clause.subject() != subject) {
        throw FilterText.refusal(
            at,
            "the filter is about %s, but this expression is about %s. Make two filters of them"
                .formatted(subject.wire(), clause.subject().wire()));
      }
      checked.add(check(clause));
    }
    return checked;
  }

  private Checked check(Clause clause) {
    DatasetType dataset = dataset(clause);
    Condition where = clause.where().map(test -> checkTest(clause.subject(), dataset, test));
    List<Test> ifs = clause.ifs().stream().map(this::checkUserTest).toList();
    return new Checked(
        new Clause(clause.expression(), clause.includes(), clause.subject(), where, ifs), dataset);
  }

  /** The dataset that the first condition is about, and all others have to be. */
  private static DatasetType dataset(Clause clause) {
    List<ColumnName> columns = clause.where().tests().map(Test::column).toList();
    DatasetType first = dataset(clause.subject(), columns.get(0));
    for (ColumnName column : columns) {
      DatasetType other = dataset(clause.subject(), column);
      if (other != first) {
        throw FilterText.refusal(
            column.at(),
            "expected a column of %s as in the conditions before it, but found %s. Join expressions about different datasets with |"
                .formatted(table(first), column));
      }
    }
    return first;
  }

  private static DatasetType dataset(Subject subject, ColumnName column) {
    List<DatasetType> possible = switch (subject) {
      case ITEM -> List.of(DatasetType.ITEMS, DatasetType.INTERACTIONS);
      case ACTION -> List.of(DatasetType.ACTIONS, DatasetType.ACTION_INTERACTIONS);
      case USER -> List.of(DatasetType.USERS, DatasetType.INTERACTIONS);
    };
    return possible.stream()
        .filter(type -> table(type).equalsIgnoreCase(column.table())
            || type == DatasetType.ACTIONS && column.table().equalsIgnoreCase("Action"))
        .findFirst()
        .orElseThrow(() -> FilterText.refusal(
            column.at(),
            "expected a column of %s, but found %s. %s"
                .formatted(
                    possible.stream().map(FilterRules::table).collect(Collectors.joining(" or ")),
                    column,
                    column.table().equalsIgnoreCase(CURRENT_USER)
                        ? "Conditions on the user come at the end, behind IF"
                        : "Conditions of a filter on %s are about these"
                            .formatted(subject.wire()))));
  }

  /** How expressions spell a dataset. */
  private static String table(DatasetType type) {
    return type == DatasetType.ACTION_INTERACTIONS ? "Action_Interactions" : type.recordName();
  }

  private Test checkTest(Subject subject, DatasetType dataset, Test test) {
    refuseParametersBehindNotIn(test);
    if (dataset.isInteractions()) {
      return checkEvents(dataset, test);
    }
    Field field = field(dataset, test.column());
    List<Operand> operands = test.operands().stream()
        .map(operand -> operand instanceof Operand.OfCurrentItem current
            ? checkCurrentItem(subject, field, test, current)
            : checkValue(field, test, operand))
        .toList();
    requireOrder(field, test);
    return new Test(named(table(dataset), field, test.column()), test.operator(), operands);
  }

  private static void refuseParametersBehindNotIn(Test test) {
    if (test.operator() == Operator.NOT_IN) {
      for (Operand operand : test.operands()) {
        if (operand instanceof Operand.Parameter parameter) {
          throw ErrorCode.INVALID_INPUT.because(
              ("Could not create filter. Invalid input symbol: %s. Placeholders are not allowed with NOT_IN operator. At"
                      + " column %d: use IN, and EXCLUDE in the place of INCLUDE or INCLUDE in the place of EXCLUDE.")
                  .formatted(parameter, test.column().at()));
        }
      }
    }
  }

  private Test checkEvents(DatasetType dataset, Test test) {
    ColumnName column = test.column();
    if (!schemas.containsKey(dataset)) {
      throw noDataset(dataset, column);
    }
    if (!column.column().equalsIgnoreCase(EVENT_TYPE) || !test.operator().isMembership()) {
      throw FilterText.refusal(
          column.at(),
          "expected %s.EVENT_TYPE IN or NOT IN, but found %s %s. Of interactions a filter knows nothing but the type"
              .formatted(table(dataset), column, test.operator().wire()));
    }
    for (Operand operand : test.operands()) {
      if (!(operand instanceof Operand.Text
          || operand instanceof Operand.Parameter
          || operand instanceof Operand.Anything)) {
        throw FilterText.refusal(
            column.at(),
            "expected types of events such as \"Purchase\", a $PARAMETER or *, but found %s. Put types in quotes"
                .formatted(operand));
      }
    }
    ColumnName name = new ColumnName(table(dataset), EVENT_TYPE, column.at());
    types.put(name, Field.Type.STRING);
    return new Test(name, test.operator(), test.operands());
  }

  private Test checkUserTest(Test test) {
    ColumnName column = test.column();
    if (!column.table().equalsIgnoreCase(CURRENT_USER)) {
      throw FilterText.refusal(
          column.at(),
          "expected a column of CurrentUser behind IF, but found %s. Other conditions belong behind WHERE"
              .formatted(column));
    }
    refuseParametersBehindNotIn(test);
    Field field = field(DatasetType.USERS, column);
    List<Operand> operands = test.operands().stream()
        .map(operand -> checkValue(field, test, operand))
        .toList();
    requireOrder(field, test);
    return new Test(named(CURRENT_USER, field, column), test.operator(), operands);
  }

  private ColumnName named(String table, Field field, ColumnName column) {
    ColumnName name = new ColumnName(table, field.name(), column.at());
    types.put(name, field.type());
    return name;
  }

  private Field field(DatasetType dataset, ColumnName column) {
    DatasetSchema schema = schemas.get(dataset);
    if (schema == null) {
      throw noDataset(dataset, column);
    }
    Optional<Field> exactly = schema.field(column.column());
    Field field = exactly.orElseGet(() -> schema.fields().stream()
        .filter(each -> each.name().equalsIgnoreCase(column.column()))
        .findFirst()
        .orElseThrow(() -> FilterText.refusal(
            column.at(),
            "the %s schema has no column %s. Use one of %s"
                .formatted(table(dataset), column.column(), filterable(schema)))));
    if (field.textual()) {
      throw FilterText.refusal(
          column.at(),
          "%s is textual, and prose cannot be filtered. Use one of %s"
              .formatted(column, filterable(schema)));
    }
    if (field.type() == Field.Type.BOOLEAN && !extensions) {
      throw FilterText.refusal(
          column.at(),
          "%s is boolean, which Amazon Personalize cannot filter, and personalize.filters.extensions is false. Make it a string"
              .formatted(column));
    }
    return field;
  }

  private static PersonalizeException noDataset(DatasetType dataset, ColumnName column) {
    return FilterText.refusal(
        column.at(),
        "the dataset group has no %s dataset for %s. Create it first"
            .formatted(table(dataset), column));
  }

  private Set<String> filterable(DatasetSchema schema) {
    return schema.fields().stream()
        .filter(field -> !field.textual())
        .filter(field -> extensions || field.type() != Field.Type.BOOLEAN)
        .map(Field::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void requireOrder(Field field, Test test) {
    if (test.operator().isOrder() && !field.type().isNumeric()) {
      throw FilterText.refusal(
          test.column().at(),
          "%s is a %s and has no order for %s. Use =, !=, IN or NOT IN"
              .formatted(test.column(), field.type().avro(), test.operator().wire()));
    }
  }

  private Operand checkValue(Field field, Test test, Operand operand) {
    Operand fitting = fitting(field, operand);
    if (fitting == null) {
      throw FilterText.refusal(
          test.column().at(),
          "%s is %s and is compared with %s. %s"
              .formatted(
                  test.column(), article(field.type()), operand, remedy(field.type(), operand)));
    }
    return fitting;
  }

  private static @Nullable Operand fitting(Field field, Operand operand) {
    if (operand instanceof Operand.Parameter) {
      return operand;
    }
    if (operand instanceof Operand.Now) {
      return field.type().isNumeric() ? operand : null;
    }
    return operand instanceof Operand.Value value ? fitting(field.type(), value) : null;
  }

  /** The value as a column of this type has it; null if it has none such. */
  static Operand.@Nullable Value fitting(Field.Type type, Operand.Value value) {
    if (type.isNumeric()) {
      return value instanceof Operand.Text text
          ? numberOf(text)
          : onlyIf(Operand.Number.class, value);
    }
    if (type == Field.Type.BOOLEAN) {
      return value instanceof Operand.Text text
          ? truthOf(text)
          : onlyIf(Operand.Truth.class, value);
    }
    return onlyIf(Operand.Text.class, value);
  }

  private static Operand.@Nullable Value onlyIf(
      Class<? extends Operand.Value> kind, Operand.Value value) {
    return kind.isInstance(value) ? value : null;
  }

  private static Operand.@Nullable Value numberOf(Operand.Text text) {
    BigDecimal number = FilterText.number(text.text().strip());
    return number == null ? null : new Operand.Number(number);
  }

  private static Operand.@Nullable Value truthOf(Operand.Text text) {
    return switch (text.text().toLowerCase(Locale.ROOT)) {
      case "true" -> new Operand.Truth(true);
      case "false" -> new Operand.Truth(false);
      default -> null;
    };
  }

  private static String article(Field.Type type) {
    return (type == Field.Type.INT ? "an " : "a ") + type.avro();
  }

  private static String remedy(Field.Type type, Operand operand) {
    if (operand instanceof Operand.Anything) {
      return "* is for types of events only; list the values";
    }
    return switch (type) {
      case STRING -> "Put the value in quotes";
      case BOOLEAN -> "Write TRUE or FALSE";
      default -> "Write a number without quotes";
    };
  }

  private Operand checkCurrentItem(
      Subject subject, Field field, Test test, Operand.OfCurrentItem operand) {
    if (subject != Subject.ITEM) {
      throw FilterText.refusal(
          operand.column().at(),
          "CurrentItem is for filters on ItemID, but this one is on %s. Compare with a $PARAMETER"
              .formatted(subject.wire()));
    }
    Field other = field(DatasetType.ITEMS, operand.column());
    boolean alike =
        field.type().isNumeric() && other.type().isNumeric() || field.type() == other.type();
    if (!alike) {
      throw FilterText.refusal(
          operand.column().at(),
          "%s is %s and %s is %s. Compare columns of one kind"
              .formatted(test.column(), article(field.type()), operand, article(other.type())));
    }
    return new Operand.OfCurrentItem(
        new ColumnName("CurrentItem", other.name(), operand.column().at()));
  }
}
