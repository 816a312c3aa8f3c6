// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.reward.ObjectiveSensitivity;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ResourceRepositoryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");

  @Autowired
  DatasetGroupRepository groups;

  @Autowired
  SolutionRepository solutions;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  CampaignRepository campaigns;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  record GroupName(String name, Status status, @Nullable Domain domain) {}

  @Test
  void a_resource_comes_back_as_it_was_created() {
    DatasetGroup group = group("shop", NOON);
    transaction.executeWithoutResult(status -> groups.create(group));

    DatasetGroup found = transaction.execute(status -> groups.get(group.arn()));

    assertThat(WireJson.write(found)).isEqualTo(WireJson.write(group));
    assertThat(found.creationDateTime()).isEqualTo(NOON);
  }

  @Test
  void a_second_resource_of_the_name_is_refused_and_the_first_stays() {
    transaction.executeWithoutResult(status -> groups.create(group("shop", NOON)));

    assertThatThrownBy(() -> transaction.executeWithoutResult(
            status -> groups.create(group("shop", NOON.plusSeconds(9)))))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_ALREADY_EXISTS));
    assertThat(groups.get(arn("dataset-group", "shop")).creationDateTime()).isEqualTo(NOON);
  }

  @Test
  void two_creates_at_once_leave_one_winner() throws InterruptedException {
    List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread = new Thread(() -> {
        try {
          transaction.executeWithoutResult(status -> groups.create(group("shop", NOON)));
        } catch (PersonalizeException e) {
          errors.add(e);
        }
      });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(errors).hasSize(7);
  }

  @Test
  void an_unknown_resource_is_not_found() {
    assertThatThrownBy(() -> groups.get(arn("dataset-group", "nowhere")))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND))
        .hasMessage(
            "Resource Arn arn:aws:personalize:us-east-1:000000000000:dataset-group/nowhere does not exist.");
  }

  @Test
  void pages_hold_every_resource_once_in_the_order_of_creation() {
    transaction.executeWithoutResult(status -> {
      for (int i = 0; i < 7; i++) {
        groups.create(group("group-" + (9 - i), NOON.plusSeconds(i / 2)));
      }
    });

    List<String> names = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      Page<GroupName> page = groups.page(GroupName.class, Map.of(), new PageRequest(token, 3));
      page.items().forEach(item -> names.add(item.name()));
      token = page.nextToken();
      pages++;
    } while (token != null);

    assertThat(pages).isEqualTo(3);
    assertThat(names)
        .containsExactly(
            "group-8", "group-9", "group-6", "group-7", "group-4", "group-5", "group-3");
  }

  @Test
  void a_token_of_another_list_is_refused() {
    transaction.executeWithoutResult(status -> {
      groups.create(group("one", NOON));
      groups.create(group("two", NOON));
    });
    String token =
        groups.page(GroupName.class, Map.of(), new PageRequest(null, 1)).nextToken();

    for (String wrong : new String[] {token + "x", "nonsense", "%%%", ""}) {
      assertThatThrownBy(() -> groups.page(GroupName.class, Map.of(), new PageRequest(wrong, 1)))
          .isInstanceOfSatisfying(
              PersonalizeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_NEXT_TOKEN));
    }
    assertThatThrownBy(
            () -> groups.page(GroupName.class, Map.of("name", "one"), new PageRequest(token, 1)))
        .isInstanceOf(PersonalizeException.class);
  }

  @Test
  void campaigns_of_a_solution_go_on_though_a_version_came_between_two_pages() {
    Solution solution = solution(null);
    SolutionVersion first = version(solution, "00000001");
    SolutionVersion second = version(solution, "00000002");
    transaction.executeWithoutResult(status -> {
      groups.create(group("shop", NOON));
      solutions.create(solution);
      versions.create(first);
      versions.create(second);
      campaigns.create(campaign("home", first, NOON));
      campaigns.create(campaign("cart", first, NOON.plusSeconds(1)));
      campaigns.create(campaign("mail", second, NOON.plusSeconds(2)));
    });
    Set<Arn> before = Set.of(first.arn());
    Page<CampaignName> page =
        campaigns.pageOfSolution(CampaignName.class, solution.arn(), before, token(null));
    assertThat(page.items()).containsExactly(new CampaignName("home"));

    Set<Arn> after = Set.of(first.arn(), second.arn());
    Page<CampaignName> next = campaigns.pageOfSolution(
        CampaignName.class, solution.arn(), after, token(page.nextToken()));
    assertThat(next.items()).containsExactly(new CampaignName("cart"));
    assertThat(campaigns
            .pageOfSolution(CampaignName.class, solution.arn(), after, token(next.nextToken()))
            .items())
        .containsExactly(new CampaignName("mail"));
    assertThatThrownBy(() ->
            campaigns.page(CampaignName.class, Map.of(), new PageRequest(next.nextToken(), 1)))
        .isInstanceOf(PersonalizeException.class);
  }

  record CampaignName(String name) {}

  private static PageRequest token(@Nullable String token) {
    return new PageRequest(token, 1);
  }

  @Test
  void of_two_moves_one_wins() {
    Arn arn = arn("dataset-group", "shop");
    transaction.executeWithoutResult(status -> groups.create(group("shop", NOON)));

    assertThat(move(arn)).isTrue();
    assertThat(move(arn)).isFalse();
    assertThat(groups.get(arn).status()).isEqualTo(Status.DELETE_PENDING);
  }

  private boolean move(Arn arn) {
    return Boolean.TRUE.equals(transaction.execute(
        status -> groups.move(arn, Set.of(Status.ACTIVE), Status.DELETE_PENDING, NOON)));
  }

  @Test
  void configurations_are_stored_as_the_wire_spells_them() {
    SolutionConfig config = new SolutionConfig(
        "3.5",
        Map.of("hidden_dimension", "64"),
        null,
        new SolutionConfig.EventsConfig(
            List.of(new SolutionConfig.EventParameters("view", null, 0.25))),
        new SolutionConfig.AutoTrainingConfig("rate(3 days)"),
        null,
        null,
        new SolutionConfig.OptimizationObjective("PRICE", ObjectiveSensitivity.LOW),
        null);
    Solution solution = solution(config);
    SolutionVersion version = version(solution, "0123abcd");
    Campaign campaign = campaign("home", version, NOON);
    campaign.request(
        new CampaignUpdateSummary(version.arn(), 2, null, Status.CREATE_PENDING, null, NOON, NOON),
        NOON);
    transaction.executeWithoutResult(status -> {
      groups.create(group("shop", NOON));
      solutions.create(solution);
      versions.create(version);
      campaigns.create(campaign);
    });

    assertThat(stored("SELECT solution_config::text FROM solution")).isEqualTo(asJsonb(config));
    assertThat(solutions.get(solution.arn()).solutionConfig()).isEqualTo(config);
    assertThat(versions.get(version.arn()).solutionConfig()).isEqualTo(config);
    Campaign found = campaigns.get(campaign.arn());
    assertThat(found.campaignConfig()).isEqualTo(campaign.campaignConfig());
    assertThat(found.latestCampaignUpdate()).isEqualTo(campaign.latestCampaignUpdate());
    assertThat(stored("SELECT latest_campaign_update::text FROM campaign"))
        .isEqualTo(asJsonb(campaign.latestCampaignUpdate()));
  }

  private String stored(String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }

  private String asJsonb(Object value) {
    return jdbc.sql("SELECT (:json)::jsonb::text")
        .param("json", new String(WireJson.write(value), java.nio.charset.StandardCharsets.UTF_8))
        .query(String.class)
        .single();
  }

  private static Solution solution(@Nullable SolutionConfig config) {
    return new Solution(
        arn("solution", "als"),
        "als",
        arn("dataset-group", "shop"),
        Arn.ofService(ResourceType.RECIPE, "aws-user-personalization"),
        true,
        null,
        config,
        NOON);
  }

  private static SolutionVersion version(Solution solution, String id) {
    return new SolutionVersion(
        solution.arn().child(id),
        "als/" + id,
        solution,
        TrainingMode.FULL,
        TrainingType.MANUAL,
        NOON);
  }

  private static Campaign campaign(String name, SolutionVersion version, Instant created) {
    return new Campaign(
        arn("campaign", name),
        name,
        version.arn(),
        1,
        new CampaignConfig(Map.of("explorationWeight", "0.3"), null, true, null),
        created);
  }

  private static DatasetGroup group(String name, Instant created) {
    return new DatasetGroup(
        arn("dataset-group", name), name, Domain.ECOMMERCE, null, null, created);
  }

  private static Arn arn(String type, String id) {
    return Arn.parse("arn:aws:personalize:us-east-1:000000000000:" + type + "/" + id);
  }
}
