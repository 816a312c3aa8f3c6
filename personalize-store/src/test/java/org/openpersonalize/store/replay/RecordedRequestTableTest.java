// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.copy.Timestamps;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecordedRequestTableTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Arn FILTER = Shop.GROUP.sibling(ResourceType.FILTER, "in-stock");

  @Autowired
  RecordedRequestTable table;

  @Autowired
  Shop.Tables tables;

  @Autowired
  Resources resources;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  private Shop shop;
  private Arn home;
  private Arn cart;

  @BeforeEach
  void open() {
    shop = new Shop(tables);
    shop.open();
    Arn version = shop.untrained(shop.solution("aws-popularity-count"));
    home = shop.campaign(version);
    cart = shop.campaign(version);
  }

  private static RecordedRequest request(Arn campaign, String user, @Nullable Arn filter) {
    return new RecordedRequest(campaign, user, null, 25, filter, Map.of(), NOW);
  }

  @Test
  void a_request_is_there_as_it_was() {
    RecordedRequest request = new RecordedRequest(
        home, "anna", "mug", 7, FILTER, Map.of("KIND", "\"mug\",\"cup\"", "MAX", "3"), NOW);
    RecordedRequest other = new RecordedRequest(home, null, null, 25, null, Map.of(), NOW);

    table.add(List.of(request, other));

    assertThat(table.of(home)).containsExactly(other, request);
    assertThat(table.of(cart)).isEmpty();
  }

  @Test
  void the_last_thousand_of_each_campaign_are_kept_newest_first() {
    table.add(List.of(request(cart, "first", null)));
    table.add(IntStream.range(0, 700)
        .mapToObj(number -> request(home, "u" + number, null))
        .toList());
    table.add(IntStream.range(700, 2_000)
        .mapToObj(number -> request(home, "u" + number, null))
        .toList());
    table.add(List.of(request(home, "last", null)));

    assertThat(table.of(home))
        .hasSize(RecordedRequestTable.KEPT)
        .extracting(RecordedRequest::userId)
        .startsWith("last", "u1999", "u1998")
        .endsWith("u1001");
    assertThat(table.of(cart)).hasSize(1);
  }

  @Test
  void those_that_name_a_filter_are_counted_by_campaign() {
    table.add(List.of(
        request(home, "anna", FILTER), request(home, "ben", FILTER), request(cart, "anna", null)));

    assertThat(table.naming(FILTER)).containsExactly(Map.entry(home, 2));
  }

  @Test
  void what_cannot_be_stored_and_whose_campaign_is_gone_is_passed_over() {
    Arn gone = home.sibling(ResourceType.CAMPAIGN, "gone");

    table.add(List.of(
        request(gone, "anna", null), request(home, "a\0b", null), request(home, "anna", null)));

    assertThat(table.of(home)).extracting(RecordedRequest::userId).containsExactly("anna");
    assertThat(table.of(gone)).isEmpty();
  }

  @Test
  void those_of_a_recommender_are_kept_beside_and_go_with_it() {
    Arn recommender = shop.recommender("aws-ecomm-recommended-for-you");
    table.add(List.of(request(recommender, "anna", FILTER), request(home, "ben", FILTER)));

    assertThat(table.of(recommender)).containsExactly(request(recommender, "anna", FILTER));
    assertThat(table.naming(FILTER)).containsOnlyKeys(home, recommender);

    transaction.executeWithoutResult(
        status -> resources.delete(tables.recommenders().lock(recommender)));
    assertThat(table.of(recommender)).isEmpty();
    assertThat(table.of(home)).hasSize(1);
  }

  @Test
  void those_of_deleted_users_go_and_none_comes_that_was_made_before() {
    Arn recommender = shop.recommender("aws-ecomm-recommended-for-you");
    table.add(List.of(
        request(home, "anna", null),
        request(home, "ben", null),
        request(recommender, "anna", null),
        request(recommender, "session of anna", null)));

    for (Arn group : groups(home, recommender)) {
      transaction.executeWithoutResult(status -> {
        execute("CREATE TEMPORARY TABLE deleted_user (user_id text) ON COMMIT DROP");
        execute(
            "CREATE TEMPORARY TABLE deleted_session (session_id text, whole boolean) ON COMMIT DROP");
        execute("INSERT INTO deleted_user VALUES ('anna')");
        execute("INSERT INTO deleted_session VALUES ('session of anna', true)");
        table.deleteOfUsers(group);
        jdbc.sql("""
                INSERT INTO data_deletion_job VALUES (:arn, 'forget', :group, '{}', 'role', 3, 'COMPLETED', NULL, :now, :now)
                """)
            .param("arn", group + "/forget")
            .param("group", group.toString())
            .param("now", Timestamps.timestamptz(NOW))
            .update();
      });
    }
    table.add(List.of(request(home, "anna", null), request(recommender, "anna", null)));

    assertThat(table.of(home)).extracting(RecordedRequest::userId).containsExactly("ben");
    assertThat(table.of(recommender)).isEmpty();
    RecordedRequest later =
        new RecordedRequest(home, "anna", null, 25, null, Map.of(), NOW.plusSeconds(1));
    table.add(List.of(later));
    assertThat(table.of(home)).contains(later);
  }

  private void execute(String statement) {
    jdbc.sql(statement).update();
  }

  private Set<Arn> groups(Arn campaign, Arn recommender) {
    return jdbc
        .sql("""
            SELECT dataset_group_arn FROM campaign JOIN solution_version USING (solution_version_arn) WHERE campaign_arn = :campaign
            UNION SELECT dataset_group_arn FROM recommender WHERE recommender_arn = :recommender
            """)
        .param("campaign", campaign.toString())
        .param("recommender", recommender.toString())
        .query(String.class)
        .list()
        .stream()
        .map(Arn::parse)
        .collect(Collectors.toSet());
  }

  @Test
  void they_go_with_their_campaign_or_all_at_once() {
    table.add(List.of(request(home, "anna", null), request(cart, "anna", null)));

    transaction.executeWithoutResult(status -> {
      Campaign campaign = tables.campaigns().lock(home);
      resources.delete(campaign);
    });
    assertThat(table.of(home)).isEmpty();
    assertThat(table.of(cart)).hasSize(1);

    table.clear();
    assertThat(table.of(cart)).isEmpty();
  }
}
