// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.churn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.model.ModelLoader;
import org.openpersonalize.serving.model.RecentEvents;
import org.openpersonalize.serving.model.RecentInteractions;
import org.openpersonalize.store.activity.VersionEntry;
import org.openpersonalize.store.activity.VersionTable;
import org.springframework.stereotype.Service;

/**
 * Compares the lists of two versions for up to {@value #USERS} users of a group, who are {@linkplain VisitorSample drawn by lot}.
 *
 * <p>One comparison at a time, with one model in memory at a time, and for {@value #SECONDS} seconds at most beside the reading of
 * the models: who was not asked about by then is left out. What was compared is known for ten minutes.
 */
@Service
public class ListChurnService {
  static final int USERS = 1_000;
  static final int SECONDS = 10;

  private static final int SEED = 20_261_123;
  private static final double SHARE_OF_HEAP = 0.25;

  private final VersionTable versions;
  private final VisitorSample sample;
  private final ModelLoader models;
  private final RecentInteractions histories;
  private final Clock clock;
  private final Cache<Compared, ListChurn> known = Caffeine.newBuilder()
      .maximumSize(100)
      .expireAfterWrite(Duration.ofMinutes(10))
      .build();

  ListChurnService(
      VersionTable versions,
      VisitorSample sample,
      ModelLoader models,
      RecentInteractions histories,
      Clock clock) {
    this.versions = versions;
    this.sample = sample;
    this.models = models;
    this.histories = histories;
    this.clock = clock;
  }

  private record Compared(Arn before, Arn after) {}

  /**
   * Compares two trained versions of a group.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException if one is not trained or not for users, or its model cannot be
   *     read or would take more than a quarter of the heap
   */
  public synchronized ListChurn between(Arn before, Arn after) {
    Compared wanted = new Compared(before, after);
    ListChurn churn = known.getIfPresent(wanted);
    if (churn == null) {
      churn = compare(before, after);
      known.put(wanted, churn);
    }
    return churn;
  }

  private ListChurn compare(Arn before, Arn after) {
    Instant now = clock.instant();
    RecommendationModel old = load(before);
    int dataset = sample.dataset(before);
    Collection<String> users = sample.users(dataset, USERS, SEED);
    Map<String, RecentEvents> events = histories.of(dataset, users);
    Map<String, List<String>> lists = ask(users, forUsers(old, events, now));
    return ListChurn.between(lists, ask(lists.keySet(), forUsers(load(after), events, now)));
  }

  private RecommendationModel load(Arn version) {
    VersionEntry.Model published = versions
        .find(version)
        .map(VersionEntry::model)
        .orElseThrow(
            () -> ErrorCode.INVALID_INPUT.because("%s is not trained yet.".formatted(version)));
    if (published.sizeInBytes() > SHARE_OF_HEAP * Runtime.getRuntime().maxMemory()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "The model of %s is too large to be compared on this node. Start it with a larger heap (-Xmx)."
              .formatted(version));
    }
    try {
      RecommendationModel model = models.load(version);
      requireForUsers(model.recipe());
      return model;
    } catch (UnreadableModelException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "The model of %s cannot be read: %s. Train a new version."
              .formatted(version, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireForUsers(Recipe recipe) {
    if (recipe.type().isAboutActions()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s recommends actions, and what is compared are lists of items."
              .formatted(recipe.name()));
    }
    if (recipe.type() == Recipe.Type.RELATED_ITEMS) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s is about an item, and what is compared are lists for users."
              .formatted(recipe.name()));
    }
  }

  private static Function<String, List<String>> forUsers(
      RecommendationModel model, Map<String, RecentEvents> events, Instant now) {
    return user -> model
        .answer(
            Question.of(Objects.requireNonNull(events.get(user)).history(model.events()), now),
            Wish.best(ListChurn.DEPTH))
        .itemIds();
  }

  /** The lists of as many as there is time for. */
  private static Map<String, List<String>> ask(
      Collection<String> whom, Function<String, List<String>> model) {
    long until = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos() / 2;
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (String each : whom) {
      if (System.nanoTime() > until) {
        break;
      }
      lists.put(each, model.apply(each));
    }
    return lists;
  }
}
