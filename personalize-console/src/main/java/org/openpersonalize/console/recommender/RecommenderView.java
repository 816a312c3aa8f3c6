// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.model.MetricTable;
import org.openpersonalize.console.model.ProgressView;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.console.page.Tone;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderUpdateSummary;
import org.openpersonalize.store.model.PublishedModel;

/**
 * A recommender as pages show it.
 *
 * @param model what it answers with; null before its first training has ended
 * @param progress how far its training is; null if none is under way
 * @param load how much it is asked now, and how fast it answers
 */
public record RecommenderView(
    Recommender recommender,
    Recipe recipe,
    @Nullable PublishedModel model,
    @Nullable ProgressView progress,
    LoadView load,
    Instant now) {
  private static final String NDCG = "normalized_discounted_cumulative_gain_at_10";

  public Arn arn() {
    return recommender.arn();
  }

  public String name() {
    return recommender.name();
  }

  public Status status() {
    return recommender.status();
  }

  public String tone() {
    return Tone.of(status());
  }

  /** What its use case is called in the bundles. */
  public String useCaseKey() {
    return "models.recipe." + recipe.name();
  }

  /** Why it failed, or why its last update did; null if all is well. */
  public @Nullable String reason() {
    RecommenderUpdateSummary update = recommender.latestRecommenderUpdate();
    return recommender.failureReason() != null || update == null
        ? recommender.failureReason()
        : update.failureReason();
  }

  /** Is it trained, or waits for that? */
  public boolean isTraining() {
    return recommender.training().isPresent();
  }

  public boolean isUpdating() {
    RecommenderUpdateSummary update = recommender.latestRecommenderUpdate();
    return update != null && update.isUnderWay();
  }

  /** Is something under way with it? */
  public boolean isChanging() {
    return isTraining() || isUpdating() || !status().isSettled();
  }

  public boolean isAnswering() {
    return status() == Status.ACTIVE;
  }

  /** Can it be told what else to do? It may be trained meanwhile. */
  public boolean isStoppable() {
    return isAnswering() && !isUpdating();
  }

  public boolean isStartable() {
    return status() == Status.INACTIVE;
  }

  public boolean isUpdatable() {
    return isStoppable() && !isTraining();
  }

  public boolean isDeletable() {
    return status().isSettled() && !isUpdating();
  }

  /** When its model was published; null if there is none. */
  public @Nullable Past trained() {
    return model == null ? null : Past.of(model.publishedAt(), now);
  }

  /** When it is trained anew; null if that is not to be, or it is trained now. */
  public @Nullable Instant nextTraining() {
    return isAnswering() && !isTraining() ? recommender.nextTraining() : null;
  }

  /** Its ndcg at 10; null where it was not evaluated. */
  public @Nullable String ndcg() {
    return model == null || !model.metrics().containsKey(NDCG)
        ? null
        : Figures.metric(model.metrics().get(NDCG));
  }

  /** Null where it was not evaluated. */
  public @Nullable MetricTable metrics() {
    return model == null || model.metrics().isEmpty()
        ? null
        : MetricTable.of(model.metrics(), model.baselineMetrics());
  }
}
