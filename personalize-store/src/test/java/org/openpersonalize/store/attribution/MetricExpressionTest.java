// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.attribution.MetricExpression.SampleCount;
import org.openpersonalize.store.attribution.MetricExpression.Sum;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MetricExpressionTest {
  private static final DatasetSchema ITEMS = DatasetSchema.parse("""
      {"type":"record","name":"Items","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"PRICE","type":["null","float"]},
        {"name":"GENRES","type":["null","string"],"categorical":true},
        {"name":"CREATION_TIMESTAMP","type":"long"}]}
      """, null);

  @Test
  void both_functions_are_read_in_any_case_and_with_spaces() {
    assertThat(MetricExpression.parse("samplecount()")).isEqualTo(new SampleCount());
    assertThat(MetricExpression.parse("Sum( Items.price )"))
        .isEqualTo(new Sum(DatasetType.ITEMS, "price"))
        .hasToString("SUM(Items.price)");
    assertThat(MetricExpression.parse("SUM(INTERACTIONS.EVENT_VALUE)"))
        .isEqualTo(new Sum(DatasetType.INTERACTIONS, "EVENT_VALUE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "COUNT()",
        "SAMPLECOUNT(Items.PRICE)",
        "SUM()",
        "SUM(PRICE)",
        "SUM(Users.AGE)",
        "SUM(Items.PRICE) + 1",
        "SUM(Items.PRICE'; DROP TABLE x)"
      })
  void whatever_else_is_refused_with_the_forms_that_there_are(String expression) {
    refused(() -> MetricExpression.parse(expression), "SUM(Items.COLUMN)");
  }

  @Test
  void a_column_is_one_of_the_schema_that_holds_numbers() {
    assertThat(new Sum(DatasetType.ITEMS, "price").in(ITEMS))
        .isEqualTo(new Sum(DatasetType.ITEMS, "PRICE"));
    refused(() -> new Sum(DatasetType.ITEMS, "COST").in(ITEMS), "has no column COST");
    refused(() -> new Sum(DatasetType.ITEMS, "GENRES").in(ITEMS), "holds no numbers");
    refused(() -> new Sum(DatasetType.ITEMS, "CREATION_TIMESTAMP").in(ITEMS), "holds no numbers");
  }

  private static void refused(Runnable reading, String sentence) {
    assertThatThrownBy(reading::run)
        .hasMessageContaining(sentence)
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
  }
}
