// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.LiveRecords;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.filter.Condition.Operator;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MatchingRowsTest {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"n","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"}, {"name":"STOCK","type":["null","int"]}]}""", null);

  private static final Condition IN_STOCK = new Condition.Test(
      new ColumnName("Items", "STOCK", 1),
      Operator.GREATER,
      List.of(new Operand.Number(BigDecimal.ZERO)));

  private final LiveRecords records = new LiveRecords(table(3_000));
  private final MatchingRows matching = new MatchingRows(IN_STOCK);

  private static RecordColumns table(int items) {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(SCHEMA);
    for (int item = 0; item < items; item++) {
      builder.add(Utf8Slice.of("i" + item), Utf8Slice.of(stock(item % 3)));
    }
    return builder.build();
  }

  private static String stock(int pieces) {
    return "{\"STOCK\": %d}".formatted(pieces);
  }

  @Test
  void whatever_is_put_the_matches_are_those_of_the_table_as_it_is() {
    SplittableRandom random = new SplittableRandom(3);
    for (int put = 0; put < 2_000; put++) {
      records.put("i" + random.nextInt(6_000), stock(random.nextInt(3)), put + 1);
      if (put % 50 == 0) {
        RecordColumns now = records.now();
        long[][] pieces = matching.of(now);
        NumberColumn stock = now.column("STOCK", NumberColumn.class).orElseThrow();
        int count = 0;
        for (int row = 0; row < now.size(); row++) {
          assertThat(MatchingRows.contains(pieces, row)).isEqualTo(stock.integer(row) > 0);
          count += stock.integer(row) > 0 ? 1 : 0;
        }
        assertThat(MatchingRows.count(pieces)).isEqualTo(count);
      }
    }
  }

  @Test
  void a_put_has_one_piece_looked_at_once_more() {
    long[][] before = matching.of(records.now()).clone();
    assertThat(matching.of(records.now())).as("nothing is put").isEqualTo(before);

    records.put("i1500", stock(0), 1);

    long[][] after = matching.of(records.now());
    assertThat(after[0]).isSameAs(before[0]);
    assertThat(after[1]).isNotSameAs(before[1]);
    assertThat(after[2]).isSameAs(before[2]);
  }

  @Test
  void a_record_of_a_later_state_does_not_match() {
    RecordColumns earlier = records.now();
    for (int item = 0; item < 2 * RecordColumns.PIECE; item++) {
      records.put("new" + item, stock(1), 1);
    }

    int newest = records.now().size() - 1;
    assertThat(MatchingRows.contains(matching.of(records.now()), newest)).isTrue();
    assertThat(MatchingRows.contains(matching.of(earlier), newest)).isFalse();
  }

  @Test
  void a_table_that_is_read_anew_is_looked_at_anew() {
    matching.of(records.now());

    long[][] other = matching.of(table(10));
    assertThat(MatchingRows.count(other)).isEqualTo(6);
  }
}
