// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.deletion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.recommendation.KnownUsers;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.BatchJobs;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetExportJobRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.deletion.DeletionReceipt.KnowingModel;
import org.openpersonalize.store.deletion.DeletionReceipt.Naming;
import org.openpersonalize.store.deletion.UserDeletion;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.node.Node;
import org.openpersonalize.store.node.Nodes;
import org.openpersonalize.store.object.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What is left of users outside of the tables when they are deleted: who must forget them, and what their owner has to look after. */
@Component
class Remains {
  private static final Logger log = LoggerFactory.getLogger(Remains.class);

  private final SolutionVersionRepository versions;
  private final RecommenderRepository recommenders;
  private final PublishedModels models;
  private final DatasetRepository datasets;
  private final DatasetExportJobRepository exports;
  private final BatchJobs batchJobs;
  private final UserDeletion users;
  private final Nodes nodes;
  private final ObjectStore objects;

  Remains(
      SolutionVersionRepository versions,
      RecommenderRepository recommenders,
      PublishedModels models,
      DatasetRepository datasets,
      DatasetExportJobRepository exports,
      BatchJobs batchJobs,
      UserDeletion users,
      Nodes nodes,
      ObjectStore objects) {
    this.versions = versions;
    this.recommenders = recommenders;
    this.models = models;
    this.datasets = datasets;
    this.exports = exports;
    this.batchJobs = batchJobs;
    this.users = users;
    this.nodes = nodes;
    this.objects = objects;
  }

  /** The processes that answer requests, by name. */
  List<String> gateways() {
    return nodes.list().stream()
        .filter(node -> node.roles().contains("gateway"))
        .map(Node::name)
        .toList();
  }

  /** The models that know one of the users that {@link UserDeletion} was told. */
  List<KnowingModel> models(Arn datasetGroup) {
    List<KnowingModel> knowing = new ArrayList<>();
    for (SolutionVersion version : versions.findByDatasetGroupArn(datasetGroup)) {
      models.find(version.arn()).ifPresent(model -> knowing.addAll(knowing(version.arn(), model)));
    }
    for (Recommender recommender : recommenders.findByDatasetGroupArn(datasetGroup)) {
      recommender
          .trainedArn()
          .flatMap(models::find)
          .ifPresent(model -> knowing.addAll(knowing(recommender.arn(), model)));
    }
    return knowing;
  }

  private List<KnowingModel> knowing(Arn version, PublishedModel model) {
    KnownUsers known;
    try {
      known = KnownUsers.read(file -> objects.open(model.bucket(), model.prefix() + file));
    } catch (UnreadableModelException e) {
      log.warn("Whether {} knows users who are deleted cannot be told", version, e);
      return List.of(new KnowingModel(version, Naming.UNREADABLE, 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (known.isEmpty()) {
      return List.of();
    }
    long[] counts = new long[2];
    users.visit(id -> {
      counts[0] += known.hasId(id) ? 1 : 0;
      counts[1] += known.hasHash(id) ? 1 : 0;
    });
    return Stream.of(
            new KnowingModel(version, Naming.ID, counts[0]),
            new KnowingModel(version, Naming.HASH, counts[1]))
        .filter(each -> each.users() > 0)
        .toList();
  }

  /** Trainings that may have read what is deleted now. */
  List<Arn> inTraining(Arn datasetGroup) {
    return Stream.concat(
            versions.findByDatasetGroupArn(datasetGroup).stream()
                .filter(version -> Status.UNDER_WAY.contains(version.status()))
                .map(SolutionVersion::arn),
            recommenders.findByDatasetGroupArn(datasetGroup).stream()
                .filter(recommender -> recommender.training().isPresent())
                .map(Recommender::arn))
        .toList();
  }

  /** Where jobs of the dataset group have written. */
  List<String> files(Arn datasetGroup) {
    List<Arn> ofGroup =
        datasets.findByDatasetGroupArn(datasetGroup).stream().map(Dataset::arn).toList();
    List<Arn> trained = versions.findByDatasetGroupArn(datasetGroup).stream()
        .map(SolutionVersion::arn)
        .toList();
    return Stream.concat(
            exports.findByDatasetArnIn(ofGroup).stream()
                .map(job -> job.jobOutput().s3DataDestination().path()),
            batchJobs.of(trained).map(job -> job.jobOutput().s3DataDestination().path()))
        .distinct()
        .sorted()
        .toList();
  }
}
