// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.attribution;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;

/** What a metric adds up of the events of its type. */
public sealed interface MetricExpression {
  /** What reports call the function. */
  String function();

  /** How many events there are. */
  record SampleCount() implements MetricExpression {
    @Override
    public String function() {
      return "samplecount";
    }

    @Override
    public String toString() {
      return "SAMPLECOUNT()";
    }
  }

  /**
   * The sum of a column, of the events themselves or of their items; what has no value there adds nothing.
   *
   * @param of {@link DatasetType#INTERACTIONS} or {@link DatasetType#ITEMS}
   */
  record Sum(DatasetType of, String column) implements MetricExpression {
    @Override
    public String function() {
      return "sum";
    }

    /** Can a column be added up? Numbers can, but for points in time. */
    public static boolean takes(Field field) {
      return field.type().isNumeric() && field.role() != Field.Role.TIME;
    }

    /**
     * The same with the column as its schema spells it.
     *
     * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if the schema has no such column, or it holds no numbers
     */
    public Sum in(DatasetSchema schema) {
      Field field = schema.fields().stream()
          .filter(each -> each.name().equalsIgnoreCase(column))
          .findFirst()
          .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
              "%s cannot be added up: the %s dataset has no column %s"
                  .formatted(this, of.recordName(), column)));
      if (!takes(field)) {
        throw ErrorCode.INVALID_INPUT.because("%s cannot be added up: the column holds no numbers"
            .formatted(new Sum(of, field.name())));
      }
      return new Sum(of, field.name());
    }

    @Override
    public String toString() {
      return "SUM(%s.%s)".formatted(of.recordName(), column);
    }
  }

  /**
   * Reads an expression, in any case: {@code SAMPLECOUNT()}, {@code SUM(Items.COLUMN)} or {@code SUM(Interactions.COLUMN)}.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if it is none of these
   */
  static MetricExpression parse(String text) {
    if (Form.COUNT.matcher(text).matches()) {
      return new SampleCount();
    }
    Matcher sum = Form.SUM.matcher(text);
    if (!sum.matches()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The expression '%s' must be SAMPLECOUNT(), SUM(Items.COLUMN) or SUM(Interactions.COLUMN)"
              .formatted(text));
    }
    DatasetType of =
        sum.group(1).equalsIgnoreCase("Items") ? DatasetType.ITEMS : DatasetType.INTERACTIONS;
    return new Sum(of, sum.group(2));
  }

  /** How expressions are written. */
  final class Form {
    private static final Pattern COUNT =
        Pattern.compile("\\s*SAMPLECOUNT\\s*\\(\\s*\\)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUM = Pattern.compile(
        "\\s*SUM\\s*\\(\\s*(Items|Interactions)\\s*\\.\\s*(\\w+)\\s*\\)\\s*",
        Pattern.CASE_INSENSITIVE);

    private Form() {}
  }
}
