// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well a model and popularity did for each tested user, so that a later model can be compared with it on the same users.
 *
 * <p>Users are known by fingerprints of who they are, what was given of them and what was to be found. Two models were tested
 * alike by a user if these agree, whatever became of other users between their trainings. No id is kept.
 */
public final class TestedUsers {
  /** The metrics that are kept, as GetSolutionMetrics calls them. */
  public static final List<String> METRICS =
      List.of("normalized_discounted_cumulative_gain_at_10", "mean_reciprocal_rank_at_25");

  private final long[] fingerprints; // [users]
  private final Map<String, float[]> model; // [metrics][users]
  private final Map<String, float[]> popularity; // [metrics][users]

  /**
   * What was kept.
   *
   * @param fingerprints [users]
   * @param model a value of each user, by the metric
   * @param popularity the same of the popularity list
   */
  public TestedUsers(
      long[] fingerprints, Map<String, float[]> model, Map<String, float[]> popularity) {
    this.fingerprints = fingerprints;
    this.model = Map.copyOf(model);
    this.popularity = Map.copyOf(popularity);
    for (String metric : METRICS) {
      requireEach(this.model.get(metric));
      requireEach(this.popularity.get(metric));
    }
  }

  private void requireEach(float @Nullable [] values) {
    if (values == null || values.length != fingerprints.length) {
      throw new IllegalArgumentException("Not each tested user has a value of each metric");
    }
  }

  /** What two models found of the same test set. */
  public static TestedUsers of(TestSet test, Evaluation model, Evaluation popularity) {
    return new TestedUsers(
        IntStream.range(0, test.size()).mapToLong(test::fingerprint).toArray(),
        values(model),
        values(popularity));
  }

  private static Map<String, float[]> values(Evaluation evaluation) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String metric : METRICS) {
      double[] each = evaluation.values(Objects.requireNonNull(RankingMetric.OFFICIAL.get(metric)));
      float[] kept = new float[each.length];
      for (int user = 0; user < kept.length; user++) {
        kept[user] = (float) each[user];
      }
      values.put(metric, kept);
    }
    return values;
  }

  public int size() {
    return fingerprints.length;
  }

  /** [users], to be kept. */
  public long[] fingerprints() {
    return fingerprints;
  }

  /** [users], to be kept. */
  public float[] model(String metric) {
    return values(model, metric);
  }

  /** [users], to be kept. */
  public float[] popularity(String metric) {
    return values(popularity, metric);
  }

  private static float[] values(Map<String, float[]> of, String metric) {
    float[] values = of.get(metric);
    if (values == null) {
      throw new IllegalArgumentException("%s is not kept, only %s".formatted(metric, METRICS));
    }
    return values;
  }

  /** Are these enough users to say anything of? */
  public boolean isEnough() {
    return size() >= Estimate.FEWEST;
  }

  /** The model's metric; of enough users. */
  public Estimate ofModel(String metric) {
    return Estimate.of(doubles(model(metric)));
  }

  /** The metric of popularity; of enough users. */
  public Estimate ofPopularity(String metric) {
    return Estimate.of(doubles(popularity(metric)));
  }

  /** By how much the model is better than popularity; of enough users. */
  public Estimate abovePopularity(String metric) {
    float[] own = model(metric);
    float[] others = popularity(metric);
    return Estimate.of(IntStream.range(0, size())
        .mapToDouble(user -> (double) own[user] - others[user])
        .toArray());
  }

  /** The users by whom another model was tested alike. */
  public Paired pairedWith(TestedUsers other) {
    Map<Long, Integer> places = new HashMap<>();
    for (int user = 0; user < other.size(); user++) {
      places.put(other.fingerprints[user], user);
    }
    int[] both = IntStream.range(0, size())
        .filter(user -> places.containsKey(fingerprints[user]))
        .toArray();
    return new Paired(
        this,
        other,
        both,
        IntStream.of(both).map(user -> places.get(fingerprints[user])).toArray());
  }

  /** Two models on the users by whom they were tested alike. */
  public static final class Paired {
    private final TestedUsers first;
    private final TestedUsers second;
    private final int[] inFirst;
    private final int[] inSecond; // the same users

    private Paired(TestedUsers first, TestedUsers second, int[] inFirst, int[] inSecond) {
      this.first = first;
      this.second = second;
      this.inFirst = inFirst;
      this.inSecond = inSecond;
    }

    /** How many users they are. */
    public int size() {
      return inFirst.length;
    }

    /** Are these all users by whom either was tested? */
    public boolean isAll() {
      return size() == first.size() && size() == second.size();
    }

    /** Are these enough users to say anything of? */
    public boolean isEnough() {
      return size() >= Estimate.FEWEST;
    }

    /** By how much the second model is better than the first; of enough users. */
    public Estimate difference(String metric) {
      float[] before = first.model(metric);
      float[] after = second.model(metric);
      return Estimate.of(IntStream.range(0, size())
          .mapToDouble(place -> (double) after[inSecond[place]] - before[inFirst[place]])
          .toArray());
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(n -> values[n]).toArray();
  }
}
