package org.openpersonalize.core.blend;

import java.util.Arrays;
import java.util.List;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.recipe.Model;

/**
 * The weighted sum of what several models say.
 *
 * <p>Each component's scores are first divided by their own standard deviation over all items, for each user anew: a
 * factorization's lie between 0 and 1 whatever the user did, those of a co-occurrence grow with the history.
 */
public final class BlendModel implements Model {
  private final List<Component> components;

  /**
   * One of them.
   *
   * @param weight ≥ 0
   */
  public record Component(Model model, double weight) {}

  /** @param components at least one, all for the same items */
  public BlendModel(List<Component> components) {
    this.components = List.copyOf(components);
  }

  public List<Component> components() {
    return components;
  }

  @Override
  public int itemCount() {
    return components.get(0).model().itemCount();
  }

  @Override
  public CandidateScorer scorer(Profile profile) {
    float[] sum = new float[itemCount()];
    float[] own = new float[itemCount()];
    for (Component component : components) {
      component.model().scorer(profile).scoreAll(own);
      addStandardized(sum, component.weight(), own);
    }
    return new ScoreArray(sum);
  }

  @Override
  public void scoreAll(List<Profile> profiles, float[][] scores) {
    float[][] own = new float[profiles.size()][itemCount()];
    for (int user = 0; user < profiles.size(); user++) {
      Arrays.fill(scores[user], 0, itemCount(), 0);
    }
    for (Component component : components) {
      component.model().scoreAll(profiles, own);
      for (int user = 0; user < profiles.size(); user++) {
        addStandardized(scores[user], component.weight(), own[user]);
      }
    }
  }

  /** Adds {@code weight · scores / deviation}, nothing if all scores are the same. */
  private static void addStandardized(float[] sum, double weight, float[] scores) {
    double deviation = deviation(scores);
    if (deviation > 0) {
      float scale = (float) (weight / deviation);
      for (int item = 0; item < scores.length; item++) {
        sum[item] += scale * scores[item];
      }
    }
  }

  /** The standard deviation of scores over the items. */
  public static double deviation(float[] scores) {
    double total = 0;
    for (float score : scores) {
      total += score;
    }
    double mean = total / scores.length;
    double squares = 0;
    for (float score : scores) {
      squares += (score - mean) * (score - mean);
    }
    return Math.sqrt(squares / scores.length);
  }

  /** Bytes held in memory, at most: what components share is counted for each. */
  @Override
  public long sizeInBytes() {
    return components.stream().mapToLong(each -> each.model().sizeInBytes()).sum();
  }
}
