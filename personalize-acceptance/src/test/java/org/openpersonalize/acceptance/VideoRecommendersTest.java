// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.Recommender;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsRequest;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.personalizeruntime.model.Promotion;

/**
 * All use cases of a video service. Whoever rated a film of MovieLens clicked it then, and watched it if the rating is four or
 * five.
 */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class VideoRecommendersTest {
  private static final String TOP_PICKS = "aws-vod-top-picks";
  private static final String MOST_POPULAR = "aws-vod-most-popular";
  private static final String BECAUSE = "aws-vod-because-you-watched-x";
  private static final String MORE_LIKE = "aws-vod-more-like-x";
  private static final String TRENDING = "aws-vod-trending-now";
  private static final List<String> USE_CASES =
      List.of(TOP_PICKS, MOST_POPULAR, BECAUSE, MORE_LIKE, TRENDING);
  private static final String NDCG = "normalized_discounted_cumulative_gain_at_10";
  private static final String STAR_WARS = "50";

  /** A film that nobody has watched. */
  private static final String PREMIERE = "premiere";

  /** The name of a recommender that does not learn from genres. */
  private static final String WITHOUT_GENRES = "without-genres";

  private static final String INTERACTIONS = """
      {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "fields": [
        {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}], "version": "1.0"}
      """;
  private static final String ITEMS = """
      {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "fields": [
        {"name": "ITEM_ID", "type": "string"}, {"name": "GENRES", "type": "string", "categorical": true},
        {"name": "CREATION_TIMESTAMP", "type": "long"},
        {"name": "TITLE", "type": ["null", "string"], "itemName": true}], "version": "1.0"}
      """;

  private final ServiceProcess service;
  private final Map<String, Set<String>> audience = new HashMap<>();
  private final Map<String, List<String>> watched = new LinkedHashMap<>();
  private final Map<String, Set<String>> genres = new HashMap<>();
  private final Map<String, String> recommenders = new LinkedHashMap<>();
  private Shop shop;

  VideoRecommendersTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void every_use_case_has_its_recommender() {
    assumeTrue(DataSet.MOVIELENS_100K.isPresent(), "MovieLens is not there");
    shop = new Shop(service, "videos", Domain.VIDEO_ON_DEMAND);
    List<String> lines = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE"));
    for (String line : rows("interactions")) {
      String[] cells = line.split(",");
      String row = cells[0] + "," + cells[1] + "," + cells[2];
      lines.add(row + ",Click");
      if (Double.parseDouble(cells[4]) >= 4) {
        lines.add(row + ",Watch");
        audience.computeIfAbsent(cells[1], item -> new HashSet<>()).add(cells[0]);
        watched.computeIfAbsent(cells[0], user -> new ArrayList<>()).add(cells[1]);
      }
    }
    bring("interactions", INTERACTIONS, lines);
    bring("items", ITEMS, films());
    USE_CASES.forEach(recipe -> create(recipe, recipe, Map.of()));
    create(WITHOUT_GENRES, MORE_LIKE, Map.of("ITEMS", List.of("GENRES")));
    recommenders.values().forEach(arn -> {
      Shop.eventually(
          arn + " to be trained",
          () -> Set.of("ACTIVE", "CREATE FAILED").contains(describe(arn).status()));
      assertThat(describe(arn).status()).as(describe(arn).failureReason()).isEqualTo("ACTIVE");
    });
  }

  private void create(String name, String recipe, Map<String, List<String>> excluded) {
    recommenders.put(
        name,
        shop.personalize
            .createRecommender(request -> request
                .name("videos-" + name)
                .datasetGroupArn(shop.groupArn())
                .recipeArn(Shop.recipe(recipe))
                .recommenderConfig(config ->
                    config.trainingDataConfig(columns -> columns.excludedDatasetColumns(excluded))))
            .recommenderArn());
  }

  private static List<String> rows(String type) {
    List<String> lines = DataSet.MOVIELENS_100K.lines(type);
    return lines.subList(1, lines.size());
  }

  /** Titles may hold commas, and stand in quotes then. */
  private List<String> films() {
    List<String> lines = new ArrayList<>(List.of("ITEM_ID,TITLE,GENRES,CREATION_TIMESTAMP"));
    for (String line : rows("items")) {
      String[] cells = line.split(",");
      String ofGenres = cells[cells.length - 2];
      String year = cells[cells.length - 1];
      if (!ofGenres.isEmpty() && year.matches("\\d{4}")) {
        genres.put(cells[0], Set.of(ofGenres.split("\\|")));
        long created = Math.max(0, Instant.parse(year + "-01-01T00:00:00Z").getEpochSecond());
        lines.add(line.substring(0, line.length() - year.length()) + created);
      }
    }
    lines.add(PREMIERE + ",Xyzzy,Film-Noir,820454400");
    return lines;
  }

  private void bring(String type, String avro, List<String> lines) {
    shop.importFile(
        shop.createDataset(type, avro),
        "videos-" + type,
        ImportMode.FULL,
        shop.upload(type + ".csv", lines));
  }

  private Recommender describe(String arn) {
    return shop.personalize
        .describeRecommender(request -> request.recommenderArn(arn))
        .recommender();
  }

  private GetRecommendationsRequest.Builder to(String name) {
    return GetRecommendationsRequest.builder().recommenderArn(recommenders.get(name));
  }

  private List<String> ask(GetRecommendationsRequest.Builder request) {
    return shop.runtime.getRecommendations(request.build()).itemList().stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  /** Somebody of whom automatic filters, which look at the newest 100 events, know all that was watched. */
  private String viewer() {
    return watched.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 20 && entry.getValue().size() < 80)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void most_popular_is_what_most_people_watched() {
    List<Integer> viewers = ask(to(MOST_POPULAR).userId("anybody")).stream()
        .map(film -> audience.get(film).size())
        .toList();

    assertThat(viewers)
        .isEqualTo(audience.values().stream()
            .map(Set::size)
            .sorted(Comparator.reverseOrder())
            .limit(25)
            .toList());
  }

  @Test
  void top_picks_leave_out_what_was_watched_and_find_more_than_popularity_does() {
    String viewer = viewer();

    assertThat(ask(to(TOP_PICKS).userId(viewer)))
        .hasSize(25)
        .doesNotContainAnyElementsOf(watched.get(viewer));
    double topPicks = describe(recommenders.get(TOP_PICKS)).modelMetrics().get(NDCG);
    double popular = describe(recommenders.get(MOST_POPULAR)).modelMetrics().get(NDCG);
    System.out.printf(
        "Acceptance: %s on MovieLens as videos: top picks %.4f, most popular %.4f%n",
        NDCG, topPicks, popular);
    assertThat(topPicks).isGreaterThan(popular);
  }

  @Test
  void what_is_watched_now_is_left_out_by_the_next_answer() {
    String tracker = shop.createTracker();
    String first = ask(to(TOP_PICKS).userId("newcomer")).get(0);

    shop.events.putEvents(request -> request
        .trackingId(tracker)
        .userId("newcomer")
        .sessionId("newcomer")
        .eventList(Event.builder()
            .eventType("watch")
            .itemId(first)
            .sentAt(Instant.now())
            .build()));

    assertThat(ask(to(TOP_PICKS).userId("newcomer"))).hasSize(25).doesNotContain(first);
  }

  @Test
  void because_you_watched_names_what_the_same_people_watched() {
    List<String> films = ask(to(BECAUSE).userId("anybody").itemId(STAR_WARS));
    Set<String> fans = audience.get(STAR_WARS);

    assertThat(films).hasSize(25).doesNotContain(STAR_WARS);
    assertThat(films.subList(0, 5)).allSatisfy(film -> {
      Set<String> both = new HashSet<>(audience.get(film));
      both.retainAll(fans);
      assertThat(both.size()).as(film).isGreaterThan(audience.get(film).size() * 6 / 10);
    });
    String viewer = viewer();
    assertThat(ask(to(BECAUSE).userId(viewer).itemId(STAR_WARS)))
        .doesNotContainAnyElementsOf(watched.get(viewer));
  }

  @Test
  void more_like_a_film_is_of_its_genres() {
    List<String> films = ask(to(MORE_LIKE).userId("anybody").itemId(STAR_WARS));
    Set<String> ofStarWars = genres.get(STAR_WARS);

    assertThat(films.subList(0, 10))
        .doesNotContain(STAR_WARS)
        .filteredOn(
            film -> genres.getOrDefault(film, Set.of()).stream().anyMatch(ofStarWars::contains))
        .hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void what_trends_needs_no_user_and_has_no_scores() {
    List<PredictedItem> films =
        shop.runtime.getRecommendations(to(TRENDING).build()).itemList();

    assertThat(films).hasSize(25).allMatch(film -> film.score() == null);
  }

  @Test
  void a_filter_and_a_promotion_hold_for_a_use_case() {
    String comedies =
        shop.createFilter("comedies", "INCLUDE ItemID WHERE Items.GENRES IN (\"Comedy\")");
    String horror =
        shop.createFilter("horror", "INCLUDE ItemID WHERE Items.GENRES IN (\"Horror\")");

    List<PredictedItem> films = shop.runtime
        .getRecommendations(to(TOP_PICKS)
            .userId(viewer())
            .numResults(20)
            .filterArn(comedies)
            .promotions(Promotion.builder()
                .name("halloween")
                .percentPromotedItems(20)
                .filterArn(horror)
                .build())
            .build())
        .itemList();

    Map<Boolean, List<String>> byPromotion = films.stream()
        .collect(Collectors.partitioningBy(
            film -> "halloween".equals(film.promotionName()),
            Collectors.mapping(PredictedItem::itemId, Collectors.toList())));
    assertThat(byPromotion.get(true))
        .hasSize(4)
        .allMatch(film -> genres.get(film).contains("Horror"));
    assertThat(byPromotion.get(false))
        .hasSize(16)
        .allMatch(film -> genres.get(film).contains("Comedy"));
  }

  @Test
  void what_is_like_a_film_that_nobody_watched_yet_is_learned_from_the_columns_that_are_wanted() {
    assertThat(ofNoir(ask(to(MORE_LIKE).userId("anybody").itemId(PREMIERE))))
        .isGreaterThanOrEqualTo(8);
    assertThat(ofNoir(ask(to(WITHOUT_GENRES).userId("anybody").itemId(PREMIERE))))
        .isLessThanOrEqualTo(2);
  }

  private long ofNoir(List<String> films) {
    return films.subList(0, 10).stream()
        .filter(film -> genres.getOrDefault(film, Set.of()).contains("Film-Noir"))
        .count();
  }
}
