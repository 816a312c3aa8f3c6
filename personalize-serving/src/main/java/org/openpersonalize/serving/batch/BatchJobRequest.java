// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.BatchJob;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.tag.Tag;

/** What a request says for a batch job of any kind; the members are the API's. */
interface BatchJobRequest {
  String jobName();

  Arn solutionVersionArn();

  @Nullable Arn filterArn();

  @Nullable Integer numResults();

  BatchJobInput jobInput();

  BatchJobOutput jobOutput();

  String roleArn();

  @Nullable List<Tag> tags();

  /** What the job is to do. */
  default BatchJob.Order order() {
    return new BatchJob.Order(filterArn(), numResults(), jobInput(), jobOutput(), roleArn());
  }
}
