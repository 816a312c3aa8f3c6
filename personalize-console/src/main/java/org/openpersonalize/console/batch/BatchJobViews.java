// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.batch;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.item.Titles;
import org.openpersonalize.console.model.Versions;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.batch.BatchInferenceJobService;
import org.openpersonalize.serving.batch.BatchInferenceJobService.DescribeBatchInferenceJob;
import org.openpersonalize.serving.batch.BatchSegmentJobService;
import org.openpersonalize.serving.batch.BatchSegmentJobService.DescribeBatchSegmentJob;
import org.openpersonalize.serving.batch.WrittenAnswer;
import org.openpersonalize.serving.batch.WrittenAnswers;
import org.openpersonalize.store.batch.BatchFileTable;
import org.openpersonalize.store.browse.Residences;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.store.catalog.BatchJob;
import org.springframework.stereotype.Component;

/** Finds batch jobs of both kinds, and what they have written, with names. */
@Component
class BatchJobViews {
  private static final int LINES = 10;
  private static final int ANSWERS = 10;

  private final BatchInferenceJobService inferences;
  private final BatchSegmentJobService segments;
  private final Residences residences;
  private final WrittenAnswers written;
  private final BatchFileTable files;
  private final StoredDatasets datasets;
  private final Titles titles;
  private final Versions versions;
  private final Clock clock;

  BatchJobViews(
      BatchInferenceJobService inferences,
      BatchSegmentJobService segments,
      Residences residences,
      WrittenAnswers written,
      BatchFileTable files,
      StoredDatasets datasets,
      Titles titles,
      Versions versions,
      Clock clock) {
    this.inferences = inferences;
    this.segments = segments;
    this.residences = residences;
    this.written = written;
    this.files = files;
    this.datasets = datasets;
    this.titles = titles;
    this.versions = versions;
    this.clock = clock;
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException not found, in this group at least */
  BatchJobView inference(Group group, String name) throws IOException {
    Arn arn = of(group, ResourceType.BATCH_INFERENCE_JOB, name);
    return view(group, inferences.describe(new DescribeBatchInferenceJob(arn)).batchInferenceJob());
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException not found, in this group at least */
  BatchJobView segments(Group group, String name) throws IOException {
    Arn arn = of(group, ResourceType.BATCH_SEGMENT_JOB, name);
    return view(group, segments.describe(new DescribeBatchSegmentJob(arn)).batchSegmentJob());
  }

  private Arn of(Group group, ResourceType type, String name) {
    Arn arn = group.arn().sibling(type, name);
    return residences
        .of(arn)
        .filter(residence -> residence.datasetGroupArn().equals(group.arn()))
        .map(residence -> arn)
        .orElseThrow(arn::doesNotExist);
  }

  private BatchJobView view(Group group, BatchJob job) throws IOException {
    List<WrittenAnswer> answers =
        job.status() == Status.ACTIVE ? written.first(job, LINES) : List.of();
    Map<String, String> called = titles.of(
        datasets.of(group.arn()).get(DatasetType.ITEMS),
        answers.stream().flatMap(BatchJobViews::items).collect(Collectors.toSet()));
    return new BatchJobView(
        job,
        called(group, job.solutionVersionArn()),
        files.stand(job.arn()),
        answers.stream().map(answer -> line(group, answer, called)).toList(),
        clock.instant());
  }

  /** What people call a version; the id of one that is gone. */
  private String called(Group group, Arn version) {
    return versions
        .find(group, version)
        .map(row -> "%s v%d".formatted(row.name().solution(), row.number()))
        .orElse(version.id());
  }

  private static Stream<String> items(WrittenAnswer answer) {
    return Stream.concat(
        Stream.ofNullable(answer.itemId()), answer.items().stream().limit(ANSWERS));
  }

  private static BatchJobView.Line line(
      Group group, WrittenAnswer answer, Map<String, String> called) {
    List<BatchJobView.Named> named = Stream.concat(
            answer.users().stream().limit(ANSWERS).map(id -> user(group, id)),
            answer.items().stream().limit(ANSWERS).map(id -> item(group, id, called)))
        .toList();
    return new BatchJobView.Line(
        asked(group, answer, called),
        named,
        answer.users().size() + answer.items().size() - named.size(),
        answer.error());
  }

  private static BatchJobView.@Nullable Named asked(
      Group group, WrittenAnswer answer, Map<String, String> called) {
    return Stream.of(
            Optional.ofNullable(answer.userId()).map(id -> user(group, id)),
            Optional.ofNullable(answer.itemId()).map(id -> item(group, id, called)),
            Optional.ofNullable(answer.itemAttributes())
                .map(attributes -> new BatchJobView.Named(attributes, null, null)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private static BatchJobView.Named user(Group group, String id) {
    return new BatchJobView.Named(id, null, group.path("/user", "id", id));
  }

  private static BatchJobView.Named item(Group group, String id, Map<String, String> called) {
    return new BatchJobView.Named(id, called.get(id), group.path("/item", "id", id));
  }
}
