// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.RankingInfluence;
import org.openpersonalize.core.ranking.Relation.Shared;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.training.TrainingData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SemanticTest {
  private static final Texts LANTERNS = new Texts()
      .put("lantern-red", "RED LANTERN", "a metal lantern for a candle")
      .put("lantern-white", "WHITE LANTERN", "for the garden, holds candles")
      .put("lanterns", "SET OF SMALL LANTERNS", "three of metal")
      .put("bag-red", "RED LUNCH BAG", "keeps food cool")
      .put("bag-blue", "BLUE LUNCH BAG", "with a handle, for food")
      .put("bags", "LUNCH BAGS", "paper, a dozen")
      .put("silent", "{}", true);

  /** Items of a number of their own are of one of two kinds, and differ in a word. */
  @Nested
  class By_text extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return (data, progress) -> new SemanticTrainer(
              new SemanticParameters(16, SemanticParameters.TERMS))
          .train(
              data.withItems(() -> Optional.of(Texts.of(
                  data.log(),
                  number -> (number % 2 == 0 ? "cup of porcelain for tea" : "leather bag to carry")
                      + " w" + number % 7))),
              progress);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Test
  void what_is_like_a_lantern_are_lanterns() {
    TrainingData data = LANTERNS.data();
    SemanticModel model = Texts.train(data);

    assertThat(answers(model, data, "lantern-red", RankingInfluence.NONE).subList(0, 2))
        .containsExactlyInAnyOrder("lantern-white", "lanterns");
    assertThat(answers(model, data, "bags", RankingInfluence.NONE).subList(0, 2))
        .containsExactlyInAnyOrder("bag-red", "bag-blue");
  }

  @Test
  void an_item_without_a_text_relates_to_nothing() {
    TrainingData data = LANTERNS.data();
    SemanticModel model = Texts.train(data);
    int silent = data.log().items().find("silent").orElseThrow();

    assertThat(model.relates(silent)).isFalse();
    assertThat(model.scorer(Query.ANYBODY.about(0)).score(silent)).isZero();
    assertThat(model.relates(0)).isTrue();
  }

  @Test
  void korean_stems_are_found_whatever_follows_them_and_however_they_are_written() {
    TrainingData data = new Texts()
        .put("jacket", "방수 등산 재킷")
        .put("jacket-of", "등산용 방수재킷을 만나보세요")
        .put("decomposed", "\u1107\u1161\u11bc\u1109\u116e \u110c\u1162\u110f\u1175\u11ba") // 방수 재킷
        .put("cup", "도자기 머그컵")
        .put("cup-of", "머그컵이 도자기로 만든 것")
        .put("kettle", "전기 주전자")
        .data();
    SemanticModel model = Texts.train(data);

    assertThat(answers(model, data, "jacket", RankingInfluence.NONE).subList(0, 2))
        .containsExactlyInAnyOrder("jacket-of", "decomposed");
    assertThat(answers(model, data, "cup", RankingInfluence.NONE).get(0)).isEqualTo("cup-of");
  }

  @Test
  void a_text_that_came_later_stands_where_it_would_have_stood() {
    TrainingData data = LANTERNS.data();
    SemanticModel model = Texts.train(data);
    TrainingData later = new Texts()
        .put("lantern-green", "GREEN LANTERN", "of metal, with a candle")
        .put("foreign", "完全 未知")
        .data();

    FactorMatrix again = model.of(Texts.records(data));
    FactorMatrix vectors = model.of(Texts.records(later));
    SemanticModel more = model.followedBy(vectors);

    float[] own = new float[again.rank()];
    SemanticModel twice = model.followedBy(again);
    for (int item = 0; item < model.itemCount(); item++) {
      if (!model.relates(item)) {
        continue;
      }
      assertThat(twice.scorer(Query.ANYBODY.about(item)).score(model.itemCount() + item))
          .as("an item and its text once more")
          .isCloseTo(1, within(1e-5f));
      again.copyRow(item, own, 0);
      assertThat(own).doesNotContain(Float.NaN);
    }
    assertThat(more.itemCount()).isEqualTo(model.itemCount() + 2);
    int foreign = model.itemCount() + later.log().items().find("foreign").orElseThrow();
    int green = model.itemCount() + later.log().items().find("lantern-green").orElseThrow();
    assertThat(more.relates(green)).isTrue();
    assertThat(more.relates(foreign)).as("none of its terms is known").isFalse();
    int[] lanterns = Stream.of("lantern-red", "lantern-white", "lanterns")
        .mapToInt(id -> data.log().items().find(id).orElseThrow())
        .toArray();
    assertThat(best(more, Query.ANYBODY.about(green), 4))
        .containsExactlyInAnyOrder(green, lanterns[0], lanterns[1], lanterns[2]);
    assertThat(best(more, Query.ANYBODY.about(lanterns[0]), 4)).contains(green);
  }

  @Test
  void popular_and_new_items_get_ahead_among_those_that_are_alike_and_of_no_others() {
    Texts shop = new Texts();
    for (int n = 0; n < 6; n++) {
      shop.put("lamp" + n, "brass lamp with a shade", 1_000 + 100L * n);
    }
    shop.put("sock", "woollen sock", 5_000);
    shop.put("socks", "socks of wool, woollen", 6_000);
    for (int user = 0; user < 40; user++) {
      shop.taken("u" + user, "sock", user);
      shop.taken("u" + user, user % 4 == 0 ? "lamp2" : "socks", user);
    }
    TrainingData data = shop.data();
    SemanticModel model = Texts.train(data);

    assertThat(answers(model, data, "lamp0", new RankingInfluence(0, 0)).subList(0, 5))
        .allMatch(id -> id.startsWith("lamp"));
    assertThat(answers(model, data, "lamp0", new RankingInfluence(1, 0)).get(0)).isEqualTo("lamp2");
    List<String> newest = answers(model, data, "lamp0", new RankingInfluence(0, 1));
    assertThat(newest.subList(0, 5)).containsExactly("lamp5", "lamp4", "lamp3", "lamp2", "lamp1");
    assertThat(newest.get(5)).startsWith("sock");
    Query popular = Query.ANYBODY.about(0).influenced(new RankingInfluence(0.5, 0.5));
    assertThat(model.explain(popular, 2).sum())
        .isCloseTo((double) model.scorer(popular).score(2), within(1e-6));
  }

  @Test
  void words_that_two_texts_share_are_told_with_what_they_add() {
    TrainingData data = LANTERNS.data();
    SemanticModel model = Texts.train(data);
    ItemRecords all = Texts.records(data);
    int red = data.log().items().find("lantern-red").orElseThrow();
    int white = data.log().items().find("lantern-white").orElseThrow();
    int silent = data.log().items().find("silent").orElseThrow();
    double cosine = model.scorer(Query.ANYBODY.about(red)).score(white);

    List<Shared> words = model.sharedWords(all.select(new int[] {red, white}));

    assertThat(words)
        .extracting(Shared::value)
        .containsExactlyInAnyOrder("lantern", "for")
        .startsWith("lantern");
    assertThat(words).allMatch(word -> word.column() == null && word.amount() > 0);
    assertThat(words.stream().mapToDouble(Shared::amount).sum()).isLessThan(cosine + 1e-6);
    assertThat(model.sharedWords(all.select(new int[] {red, silent}))).isEmpty();
    List<Shared> own = model.sharedWords(all.select(new int[] {red, red}));
    assertThat(own.stream().mapToDouble(Shared::amount).sum())
        .as("all words of a text and itself")
        .isCloseTo(1, within(1e-5));
  }

  @Test
  void an_item_of_unknown_age_is_as_old_as_its_oldest_event_or_else_new() {
    TrainingData data = new Texts()
        .put("said", "brass lamp", 2)
        .put("taken", "brass lamp")
        .put("untouched", "brass lamp")
        .put("old", "brass lamp", 1)
        .taken("u", "taken", 3_000)
        .taken("u", "taken", 1_500)
        .data();

    assertThat(Texts.train(data).standing().freshness())
        .as("old, said, taken, untouched")
        .containsExactly(0.25f, 0.75f, 0.5f, 1);
  }

  @Test
  void without_records_or_anything_in_common_no_item_is_like_another() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    log.addItem("alone");
    TrainingData bare = new TrainingData(log.build(), ConfidenceRule.everyEvent(), 1, 1);

    for (TrainingData data :
        List.of(bare, new Texts().put("a", "lantern").put("b", "sock").data())) {
      SemanticModel model = Texts.train(data);
      assertThat(model.relates(0)).isFalse();
      assertThat(model.scorer(Query.ANYBODY.about(0)).score(0)).isZero();
    }
  }

  private static List<String> answers(
      SemanticModel model, TrainingData data, String seed, RankingInfluence influence) {
    IdIndex items = data.log().items();
    int item = items.find(seed).orElseThrow();
    return best(model, Query.ANYBODY.about(item).influenced(influence), items.size()).stream()
        .filter(each -> each != item)
        .map(items::id)
        .toList();
  }

  private static List<Integer> best(SemanticModel model, Query query, int count) {
    return Arrays.stream(
            Ranker.BY_SCORE.answer(model.scorer(query), query, Wish.best(count)).items())
        .boxed()
        .toList();
  }
}
