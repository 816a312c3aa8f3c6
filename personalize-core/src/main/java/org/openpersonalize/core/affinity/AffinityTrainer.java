// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.affinity;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.evaluation.SegmentHoldOut;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Trains a factorization and folds all its users in. What makes a user likely to take an item is learned before, by the same on
 * the oldest four fifths of each user's interactions: who took which items in the newest fifth. Where all happened at once, or too little did,
 * there is no past, and the products of the factors decide.
 *
 * <p>Learned on the newest fifth of all interactions instead, whoever they are of, it finds fewer of the next buyers on Online Retail
 * and hardly any where users come once.
 */
public final class AffinityTrainer implements Trainer<AffinityModel> {
  private static final int ITEMS = 400;
  private static final int OTHERS_PER_ITEM = 1000;
  private static final int FEWEST = 50;
  private static final int BLOCK = 64;
  private static final double MILLIS_OF_A_DAY = 86_400_000;

  private final AffinityParameters parameters;

  AffinityTrainer(AffinityParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public AffinityModel train(TrainingData data, TrainingProgress progress) {
    Evidence evidence = evidence(data, progress.part("calibrate", 0, 0.45));
    return model(data, evidence, progress.part("train", 0.45, 1));
  }

  private AffinityModel model(TrainingData data, Evidence evidence, TrainingProgress progress) {
    AlsParameters fitted = parameters.factorization().fittedTo(data);
    FactorModel factors = fitted.trainer().train(data, progress);
    InteractionLog log = data.log();
    int users = log.users().size();
    long newest =
        IntStream.range(0, log.size()).mapToLong(log::epochMillis).max().orElse(0);
    FactorMatrix vectors = new FactorMatrix(users, factors.rank());
    int[] events = new int[users];
    float[] days = new float[users];
    new RowBlocks(users, BLOCK).run(data.threads(), () -> {
      ProfileBuilder profiles = new ProfileBuilder(data.rule());
      return (block, from, to) -> {
        progress.throwIfCancelled();
        for (int user = from; user < to; user++) {
          events[user] = log.length(user);
          if (events[user] > 0) {
            days[user] = (float) ((newest - log.epochMillis(log.end(user) - 1)) / MILLIS_OF_A_DAY);
            float[] x = factors
                .foldIn()
                .userVector(profiles
                    .clear()
                    .addAll(log, data.rule(), log.start(user), log.end(user))
                    .build());
            vectors.setRow(user, x, 0);
          }
        }
      };
    });
    return new AffinityModel(
        factors,
        new Users(log.users(), vectors, events, days),
        Takers.of(data.likedItemsByUsers()),
        evidence);
  }

  private Evidence evidence(TrainingData data, TrainingProgress progress) {
    InteractionLog log = data.log();
    if (log.happenedAtOnce() || log.size() == 0) {
      return Evidence.OF_PRODUCTS;
    }
    SegmentHoldOut holdOut = new SegmentHoldOut(log, data.seed());
    AffinityModel model = model(data.with(holdOut.training()), Evidence.OF_PRODUCTS, progress);
    EvidenceFit fit = examples(model, holdOut.future(), new SplittableRandom(data.seed()));
    return fit.taken() < FEWEST ? Evidence.OF_PRODUCTS : fit.fit();
  }

  /**
   * Who took some items, drawn by lot of all that anybody had, and by lot as many users who did not. Each of these stands for all who
   * did not, so that probabilities are right for an item as it comes.
   */
  private static EvidenceFit examples(
      AffinityModel model, InteractionLog future, SplittableRandom random) {
    int[] users = IntStream.range(0, model.known().size())
        .filter(user -> model.known().events()[user] > 0)
        .toArray();
    int[] items = IntStream.range(0, model.itemCount())
        .filter(item -> model.takers().count(item) > 0)
        .toArray();
    BitSet[] takers = takers(future);
    EvidenceFit fit = new EvidenceFit();
    for (int n = 0; n < Math.min(ITEMS, items.length); n++) {
      int other = n + random.nextInt(items.length - n);
      int item = items[other];
      items[other] = items[n];
      AffinityModel.Described described = model.described(item);
      takers[item].stream().forEach(user -> fit.add(described.of(user), true, 1));
      int draws = Math.min(OTHERS_PER_ITEM, users.length);
      double weight = (double) users.length / draws;
      for (int draw = 0; draw < draws; draw++) {
        int user = users[random.nextInt(users.length)];
        if (!takers[item].get(user)) {
          fit.add(described.of(user), false, weight);
        }
      }
    }
    return fit;
  }

  private static BitSet[] takers(InteractionLog log) {
    BitSet[] takers = new BitSet[log.items().size()];
    Arrays.setAll(takers, item -> new BitSet());
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        takers[log.item(row)].set(user);
      }
    }
    return takers;
  }
}
