// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes deployments: for requests, which {@link ModelCache} keeps, and for a job that answers many users by itself. */
@Component
public class Deployments {
  private static final Logger log = LoggerFactory.getLogger(Deployments.class);

  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final PublishedModels publishedModels;
  private final ModelLoader loader;

  public Deployments(
      DatasetRepository datasets,
      DatasetNumbers numbers,
      PublishedModels publishedModels,
      ModelLoader loader) {
    this.datasets = datasets;
    this.numbers = numbers;
    this.publishedModels = publishedModels;
    this.loader = loader;
  }

  /** What the model of what is wanted takes in memory. */
  long bytes(Deployable wanted) {
    return publishedModels
        .find(wanted.trained())
        .map(PublishedModel::sizeInBytes)
        .orElse(0L);
  }

  /**
   * Loads what is wanted.
   *
   * @param old one whose model is taken over if it is the same; null if there is none
   * @throws org.openpersonalize.core.artifact.UnreadableModelException if the model's files are damaged
   * @throws IOException if they cannot be fetched, or nobody's history can
   */
  public Deployment of(Deployable wanted, @Nullable Deployment old) throws IOException {
    long started = System.nanoTime();
    RecommendationModel model = old != null && old.deployable().trained().equals(wanted.trained())
        ? old.model()
        : loader.load(wanted.trained());
    int histories = datasets
        .findByDatasetGroupArnAndDatasetType(wanted.datasetGroup(), DatasetType.INTERACTIONS)
        .map(interactions -> numbers.of(interactions.arn()))
        .orElseGet(DatasetNumbers::ofNone);
    Deployment deployment = new Deployment(
        wanted,
        histories,
        model,
        publishedModels.find(wanted.trained()).orElseThrow().publishedAt());
    log.info(
        "{} serves {} ({} items, {} bytes), loaded in {}",
        wanted.arn(),
        wanted.trained(),
        model.items().size(),
        model.sizeInBytes(),
        Duration.ofNanos(System.nanoTime() - started));
    return deployment;
  }
}
