// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.nextbestaction.NextBestActionModel.Learned;
import org.openpersonalize.core.schema.ActionEventType;
import org.openpersonalize.core.training.ActionData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Factorizes what users did with items, and learns from what became of offers how likely each action is to be taken.
 *
 * <p>Without actions, or where no action has been offered often enough, only the factorization is left.
 */
public final class NextBestActionTrainer implements Trainer<NextBestActionModel> {
  private static final int MOST_EPISODES = 5_000; // of an action, the newest
  private static final double FACTORIZED = 0.6;

  private final NextBestActionParameters parameters;

  public NextBestActionTrainer(NextBestActionParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public NextBestActionModel train(TrainingData data, TrainingProgress progress) {
    FactorModel factors =
        parameters.factors().trainer().train(data, progress.part("factorize", 0, FACTORIZED));
    Optional<ActionData> actions = data.actions();
    if (actions.isEmpty()) {
      return NextBestActionModel.withoutActions(factors, parameters.period());
    }
    progress.throwIfCancelled();
    InteractionLog offers = actions.get().interactions();
    Census census = Census.of(offers);
    Features features = new Features(factors, parameters.period());
    Map<Integer, List<Episode>> episodes =
        newest(episodes(offers, census, census.learned(actions.get())));
    if (episodes.isEmpty()) {
      return new NextBestActionModel(
          factors, parameters.period(), Learned.nothing(offers.items(), census, features.count()));
    }
    PastStates states = new PastStates(data.log(), data.rule(), offers, features);
    return new NextBestActionModel(
        factors,
        parameters.period(),
        new PropensityFit(episodes, states, data.threads(), progress.part("learn", FACTORIZED, 1))
            .learn(offers.items(), census));
  }

  /** Of each of some actions, in the order of their starts. */
  private Map<Integer, List<Episode>> episodes(InteractionLog log, Census census, int[] learned) {
    Map<Integer, List<Episode>> byAction = new TreeMap<>();
    IntStream.of(learned).forEach(action -> byAction.put(action, new ArrayList<>()));
    @Nullable ActionEventType[] types = Offers.types(log);
    for (int user = 0; user < log.users().size(); user++) {
      for (Episode episode :
          Episode.of(user, Offers.of(log, types, user), parameters.period(), census.newest())) {
        List<Episode> ofAction = byAction.get(episode.action());
        if (ofAction != null) {
          ofAction.add(episode);
        }
      }
    }
    byAction.values().forEach(each -> each.sort(Comparator.comparingLong(Episode::start)));
    return byAction;
  }

  /** Those of which it is known how they ended; all, where that is so of too few. */
  private static Map<Integer, List<Episode>> newest(Map<Integer, List<Episode>> byAction) {
    byAction.replaceAll((action, all) -> {
      List<Episode> settled = all.stream().filter(Episode::isSettled).toList();
      List<Episode> kept = settled.size() < Census.FEWEST ? all : settled;
      return kept.subList(Math.max(0, kept.size() - MOST_EPISODES), kept.size());
    });
    return byAction;
  }
}
