package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelManifest;
import org.openpersonalize.core.artifact.ModelSource;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.Ranker.Ranked;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.TopN;
import org.openpersonalize.core.recipe.Model;

/**
 * A model that answers requests from a user's recent events; immutable and safe for any number of threads.
 *
 * <p>A user without an event that counts gets the most popular items.
 */
public final class RecommendationModel {
  private final ModelManifest manifest;
  private final IdIndex items;
  private final PopularityModel popularity;
  private final @Nullable Model personal; // null where the recipe is popularity
  private final Ranker ranker;

  RecommendationModel(
      ModelManifest manifest, IdIndex items, PopularityModel popularity, @Nullable Model personal) {
    this.manifest = manifest;
    this.items = items;
    this.popularity = popularity;
    this.personal = personal;
    this.ranker = new Ranker(manifest.calibration());
  }

  /**
   * Reads a model's files and verifies their checksums.
   *
   * @throws org.openpersonalize.core.artifact.UnreadableModelException if they are incomplete, altered or of another
   *     format
   */
  public static RecommendationModel load(ModelSource source) throws IOException {
    return ModelFiles.read(source);
  }

  /** Writes all files but the manifest. */
  void writeFiles(ModelWriter writer) throws IOException {
    ModelFiles.write(writer, manifest, items, popularity, personal);
  }

  /** What the model's files say about it. */
  public ModelManifest manifest() {
    return manifest;
  }

  /** How many of a user's newest events are of use. */
  public int historyLength() {
    return manifest.confidenceRule().historyLength();
  }

  /** The items the model knows, by the numbers that an {@link ItemFilter} is asked about. */
  public IdIndex items() {
    return items;
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return items.sizeInBytes()
        + popularity.sizeInBytes()
        + (personal == null ? 0 : personal.sizeInBytes());
  }

  /** Has the user nothing but items that nobody had taken when the model was trained, and of which nothing was learned? */
  private boolean saysNothing(Profile profile) {
    return Arrays.stream(profile.items()).noneMatch(item -> popularity.users()[item] > 0);
  }

  /**
   * The items the user most likely takes next, among them those the user already had.
   *
   * @param history the user's newest events in any order; more than {@link #historyLength} are of no use
   * @param now when the request came; an event dated later is taken for one of now
   * @param numResults at most this many
   * @return with the probability of each, which sum to 1 over the catalogue; without for popularity recipes
   */
  public Recommendations recommend(List<PastEvent> history, Instant now, int numResults) {
    return recommend(history, now, numResults, ItemFilter.EVERYTHING);
  }

  /** As {@link #recommend(List, Instant, int)}, leaving out what {@code filter} does not allow. */
  public Recommendations recommend(
      List<PastEvent> history, Instant now, int numResults, ItemFilter filter) {
    Profile profile = profile(history, now);
    if (personal == null || saysNothing(profile)) {
      return mostPopular(numResults, filter);
    }
    Ranked ranked = ranker.recommend(personal.scorer(profile), profile, numResults, filter);
    return new Recommendations(items(ranked));
  }

  private Recommendations mostPopular(int numResults, ItemFilter filter) {
    TopN.Ranking ranking = ranker.top(popularity, Profile.EMPTY, numResults, filter);
    List<Recommendations.Item> list = new ArrayList<>(ranking.size());
    for (int item : ranking.items()) {
      list.add(item(item, personal == null ? null : popularity.share(item)));
    }
    return new Recommendations(list);
  }

  /**
   * The given items in the order in which the user likes them.
   *
   * @param inputList ids of items; of a repeated one the first counts
   * @return the items the model knows with probabilities that sum to 1 over them, then the unknown ones in the order
   *     given, without
   */
  public Recommendations rank(List<PastEvent> history, Instant now, List<String> inputList) {
    Set<String> distinct = new LinkedHashSet<>(inputList);
    List<String> unknown = new ArrayList<>();
    int[] known = new int[distinct.size()];
    int count = 0;
    for (String id : distinct) {
      OptionalInt item = items.find(id);
      if (item.isPresent()) {
        known[count++] = item.getAsInt();
      } else {
        unknown.add(id);
      }
    }
    int[] candidates = Arrays.copyOf(known, count);
    Profile profile = profile(history, now);
    List<Recommendations.Item> list = personal == null || saysNothing(profile)
        ? byPopularity(candidates)
        : items(ranker.rank(personal.scorer(profile), profile, candidates));
    unknown.forEach(id -> list.add(new Recommendations.Item(id, null)));
    return new Recommendations(list);
  }

  private List<Recommendations.Item> byPopularity(int[] candidates) {
    TopN order = new TopN(candidates.length);
    double total = Double.MIN_NORMAL; // so that items nobody took have a share of zero and not none
    for (int item : candidates) {
      order.offer(item, popularity.score(item));
      total += popularity.share(item);
    }
    List<Recommendations.Item> list = new ArrayList<>(candidates.length);
    for (int item : order.drain().items()) {
      list.add(item(item, personal == null ? null : popularity.share(item) / total));
    }
    return list;
  }

  private List<Recommendations.Item> items(Ranked ranked) {
    List<Recommendations.Item> list = new ArrayList<>(ranked.items().length);
    for (int rank = 0; rank < ranked.items().length; rank++) {
      list.add(item(ranked.items()[rank], ranked.probabilities()[rank]));
    }
    return list;
  }

  private Recommendations.Item item(int item, @Nullable Double score) {
    return new Recommendations.Item(items.id(item), score);
  }

  private Profile profile(List<PastEvent> history, Instant now) {
    List<PastEvent> oldestFirst = new ArrayList<>(history);
    Collections.reverse(oldestFirst); // those of one moment keep their order
    oldestFirst.sort(Comparator.comparingLong(PastEvent::epochMillis));
    ProfileBuilder builder = new ProfileBuilder(manifest.confidenceRule());
    for (PastEvent event : oldestFirst) {
      OptionalInt item = items.find(event.itemId());
      if (item.isPresent()) {
        String type = event.eventType() == null ? "" : event.eventType();
        float weight = manifest.confidenceRule().weight(type, event.eventValue());
        builder.add(item.getAsInt(), weight, event.epochMillis());
      }
    }
    return builder.build(now.toEpochMilli());
  }
}
