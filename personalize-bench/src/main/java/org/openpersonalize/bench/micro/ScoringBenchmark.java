// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench.micro;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.TopN;
import org.openpersonalize.core.ranking.Wish;

/** What a request costs: folding a user with 50 events in, scoring the catalogue, choosing the best 25. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScoringBenchmark {
  private static final int EVENTS = 50;
  private static final int USERS = 64;
  private static final Ranker RANKER = new Ranker(new Calibration(-0.2, 0.5));
  private static final Wish BEST = Wish.best(25);

  @Param({"10000", "100000", "1000000"})
  private int items;

  @Param({"64", "128"})
  private int rank;

  private FactorModel model = FactorModel.of(
      new FactorMatrix(1, 1), new FactorMatrix(1, 1), AlsParameters.DEFAULT.objective());
  private Profile profile = Profile.EMPTY;
  private Query query = Query.ANYBODY;
  private List<Query> queries = List.of();
  private float[] scores = {};
  private float[][] allScores = {};

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(items);
    FactorMatrix factors = new FactorMatrix(items, rank);
    for (int i = 0; i < factors.values().length; i++) {
      factors.values()[i] = (float) random.nextGaussian() / 3;
    }
    FactorMatrix gramian = new FactorMatrix(rank, rank);
    for (int k = 0; k < rank; k++) {
      gramian.values()[k * rank + k] = items / 9f;
    }
    model = FactorModel.of(factors, gramian, AlsParameters.DEFAULT.objective());
    float[] confidences = new float[EVENTS];
    java.util.Arrays.fill(confidences, 1);
    profile = new Profile(
        IntStream.range(0, EVENTS).map(event -> event * (items / EVENTS)).toArray(), confidences);
    query = Query.of(profile);
    queries = Collections.nCopies(USERS, query);
    scores = new float[items];
    allScores = new float[USERS][items];
    model.scorer(query).scoreAll(scores);
  }

  @Benchmark
  public float[] foldIn() {
    return model.foldIn().userVector(profile);
  }

  /** What {@code RecommendationModel} does for a request; from 100,000 items on by bytes first. */
  @Benchmark
  public Ranker.Ranked best25() {
    return RANKER.answer(model.scorer(query), query, BEST);
  }

  /** The same as it were without the bytes. */
  @Benchmark
  public Ranker.Ranked best25ByFloats() {
    return RANKER.answer(withoutCoarse(model.scorer(query)), query, BEST);
  }

  private static CandidateScorer withoutCoarse(CandidateScorer scorer) {
    return new CandidateScorer() {
      @Override
      public int itemCount() {
        return scorer.itemCount();
      }

      @Override
      public void scoreBlock(int block, float[] scores) {
        scorer.scoreBlock(block, scores);
      }

      @Override
      public float score(int item) {
        return scorer.score(item);
      }
    };
  }

  @Benchmark
  public float[] foldInAndScore() {
    model.scorer(query).scoreAll(scores);
    return scores;
  }

  @Benchmark
  public float[][] foldInAndScore64Users() {
    model.scoreAll(queries, allScores);
    return allScores;
  }

  @Benchmark
  public TopN top25() {
    TopN best = new TopN(25);
    for (int item = 0; item < items; item++) {
      best.offer(item, scores[item]);
    }
    return best;
  }
}
