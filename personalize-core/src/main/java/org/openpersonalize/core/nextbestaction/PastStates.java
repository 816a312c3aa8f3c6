// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.nextbestaction.Features.Activity;
import org.openpersonalize.core.schema.ActionEventType;
import org.openpersonalize.core.training.TrainingProgress;

/** How users stood when episodes began, by what had happened before. Safe for any number of threads. */
final class PastStates {
  private static final int EPISODES_AT_A_TIME = 64;

  private final InteractionLog items;
  private final ConfidenceRule rule;
  private final InteractionLog actions;
  private final @Nullable ActionEventType[] types;
  private final Features features;

  /**
   * @param items all interactions with items that count
   * @param rule how they become confidences
   * @param actions all interactions with actions
   */
  PastStates(InteractionLog items, ConfidenceRule rule, InteractionLog actions, Features features) {
    this.items = items;
    this.rule = rule;
    this.actions = actions;
    this.types = Offers.types(actions);
    this.features = features;
  }

  /** The user of an episode at its start. */
  Features.State of(Episode episode) {
    return features.state(
        activity(actions.users().id(episode.user()), episode.start()),
        Offers.of(actions, types, episode.user()).before(episode.start()),
        episode.start());
  }

  private Activity activity(String userId, long before) {
    OptionalInt user = items.users().find(userId);
    if (user.isEmpty()) {
      return Activity.NONE;
    }
    int end = firstAt(user.getAsInt(), before);
    int from = Math.max(items.start(user.getAsInt()), end - rule.historyLength());
    if (from == end) {
      return Activity.NONE;
    }
    Profile profile = new ProfileBuilder(rule).addAll(items, rule, from, end).build();
    return new Activity(profile, end - from, items.epochMillis(end - 1));
  }

  /** The user's first row that is not before a moment. */
  private int firstAt(int user, long moment) {
    int low = items.start(user);
    int high = items.end(user);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (items.epochMillis(middle) < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The features of episodes, [n][F]. */
  float[][] features(List<Episode> episodes, int threads, TrainingProgress progress) {
    float[][] rows = new float[episodes.size()][features.count()];
    new RowBlocks(rows.length, EPISODES_AT_A_TIME).run(threads, () -> (block, from, to) -> {
      progress.throwIfCancelled();
      for (int n = from; n < to; n++) {
        of(episodes.get(n)).copyTo(rows[n], episodes.get(n).action());
      }
    });
    return rows;
  }
}
