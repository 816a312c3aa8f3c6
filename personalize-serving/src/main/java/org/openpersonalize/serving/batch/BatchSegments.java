// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.IOException;
import java.util.Objects;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.serving.batch.SegmentAnswer.Request;
import org.openpersonalize.serving.filter.AttributeItems;
import org.openpersonalize.serving.filter.UserFilters;
import org.openpersonalize.serving.model.ModelLoader;
import org.openpersonalize.store.catalog.BatchSegmentJob;
import org.openpersonalize.store.catalog.BatchSegmentJobRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.limit.Limits;
import org.springframework.stereotype.Component;

/** Finds the users of every line of a job's files. */
@Component
public class BatchSegments extends BatchWork<BatchSegmentJob> {
  private static final int DEFAULT_RESULTS = 25;

  private final ModelLoader models;
  private final AttributeItems attributes;
  private final UserFilters filters;
  private final Limits limits;

  BatchSegments(
      BatchSegmentJobRepository segmentJobs,
      SolutionVersionRepository versions,
      ModelLoader models,
      BatchFiles files,
      AttributeItems attributes,
      UserFilters filters,
      Limits limits,
      Means means) {
    super(JobType.BATCH_SEGMENT, segmentJobs, versions, files, means);
    this.models = models;
    this.attributes = attributes;
    this.filters = filters;
    this.limits = limits;
  }

  @Override
  LineAnswer answer(BatchSegmentJob job, SolutionVersion version) throws IOException {
    RecommendationModel model = models.load(version.arn());
    boolean byAttributes = model.recipe().needs(Input.ATTRIBUTES);
    Request request = new Request(
        version.datasetGroupArn(),
        byAttributes,
        job.filterArn(),
        Objects.requireNonNullElse(job.numResults(), DEFAULT_RESULTS),
        byAttributes ? limits.batchAttributeAffinityLines() : limits.batchItemAffinityLines());
    return new SegmentAnswer(model, request, attributes, filters);
  }
}
