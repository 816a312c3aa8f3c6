// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;

class BrowseTest extends PageTest {
  private static final String GROUP = "/console/groups/shop";

  private static final String ITEMS = """
      {"type":"record","name":"Items","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"NAME","type":["null","string"]},
        {"name":"PRICE","type":["null","double"]}]}
      """;

  private static final String USERS = """
      {"type":"record","name":"Users","fields":[
        {"name":"USER_ID","type":"string"},
        {"name":"AGE","type":["null","int"]}]}
      """;

  @Autowired
  RecordTable records;

  @BeforeEach
  void open() {
    shop.open();
  }

  @Test
  void users_come_fifty_at_a_time_each_once() {
    shop.sell(loader -> {
      for (int user = 0; user < 51; user++) {
        loader.add(
            "u%02d".formatted(user), "mug", "buy", Double.NaN, 1_000, null, null, null, null);
      }
    });

    String first = below("/users");
    String next = first.replaceAll("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1");

    assertThat(first).contains(">u00<", ">u49<").doesNotContain(">u50<");
    assertThat(browser.get(next).body()).contains(">u50<").doesNotContain(">u49<", "rel=\"next\"");
    assertThat(below("/users?from=u4")).contains(">u40<", ">u50<").doesNotContain(">u39<");
    assertThat(below("/users?from=u49")).contains(">u49<");
    assertThat(below("/users?from=z")).contains("There is nobody and nothing from here on.");
  }

  @Test
  void users_of_whom_only_a_record_is_there_are_among_the_others() {
    dataset(
        DatasetType.USERS,
        USERS,
        new DatasetRecord("anna", "{\"AGE\": 33}"),
        new DatasetRecord("carl", "{\"AGE\": 34}"));
    shop.sell(loader -> {
      loader.add("anna", "mug", "buy", Double.NaN, 1_000, null, null, null, null);
      loader.add("bert", "mug", "buy", Double.NaN, 1_000, null, null, null, null);
    });

    assertThat(below("/users")).containsPattern("(?s)>anna<.*>bert<.*>carl<");
    assertThat(below("/users").split(">anna<")).hasSize(2);
  }

  @Test
  void a_user_is_a_record_a_history_and_weeks() {
    dataset(DatasetType.USERS, USERS, new DatasetRecord("anna", "{\"AGE\": 33}"));
    shop.sell(loader -> {
      loader.add("anna", "mug", "buy", Double.NaN, 1_600_000_000_000L, null, null, null, null);
      loader.add("anna", "tea", "buy", Double.NaN, 1_600_700_000_000L, null, null, null, null);
    });

    String page = below("/user?id=anna");

    assertThat(page)
        .contains(">AGE<", ">33<", "History: 2", ">mug<", ">tea<")
        .contains(
            "<rect x=\"408\"", "<rect x=\"392\"", "The last week with any began on 2020-09-21.")
        .contains("href=\"/console/groups/shop/try?user=anna\"");
    assertThat(browser.get(GROUP + "/user?id=nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void an_item_is_what_its_record_says() {
    dataset(
        DatasetType.ITEMS,
        ITEMS,
        new DatasetRecord("a/b?c", "{\"NAME\": \"<b>Mug</b>\", \"PRICE\": 2.5}"),
        new DatasetRecord("d", "{\"NAME\": null}"));

    assertThat(below("/items"))
        .contains(
            "href=\"/console/groups/shop/item?id=a%2Fb%3Fc\"", "&lt;b&gt;Mug&lt;/b&gt;", ">d<")
        .doesNotContain("<b>Mug");
    assertThat(below("/item?id=a%2Fb%3Fc"))
        .contains("&lt;b&gt;Mug&lt;/b&gt;", ">PRICE<", ">2.5<")
        .contains("href=\"/console/groups/shop/try?item=a%2Fb%3Fc#why\"")
        .doesNotContain("<b>Mug", ">null<");
    assertThat(below("/item?id=unknown")).contains("There is none in an Items dataset.");
  }

  @Test
  void what_is_missing_is_named_in_both_languages() {
    shop.open(Shop.GROUP.sibling(ResourceType.DATASET_GROUP, "empty"));

    assertThat(browser.get("/console/groups/empty/users").body())
        .contains("has no Interactions dataset");
    assertThat(below("/items")).contains("has no Items dataset");
    assertThat(below("/items?lang=ko")).contains("Items 데이터셋이 없습니다.");
  }

  private void dataset(DatasetType type, String schema, DatasetRecord... rows) {
    int number = tables.numbers().of(shop.dataset(Shop.GROUP, type, schema));
    transaction.executeWithoutResult(status -> records.put(number, List.of(rows), clock.instant()));
  }

  private String below(String path) {
    return page(GROUP + path);
  }
}
