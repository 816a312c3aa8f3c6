// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.batch.BatchInferenceJobService;
import org.openpersonalize.serving.batch.BatchInferenceJobService.CreateBatchInferenceJob;
import org.openpersonalize.serving.batch.BatchSegmentJobService;
import org.openpersonalize.serving.batch.BatchSegmentJobService.CreateBatchSegmentJob;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.catalog.S3DataConfig;

/**
 * What is filled in.
 *
 * @param version as queries spell it; empty for the newest
 * @param filter its ARN; empty for none
 * @param numResults empty for as many as there are by default
 */
record BatchForm(
    String jobName, String version, String input, String output, String filter, String numResults) {
  static final BatchForm EMPTY = new BatchForm("", "", "", "", "", "");

  /** What is wrong with where it reads and writes, as far as that is known before a service sees it. */
  FormErrors check(Forms forms) {
    FormErrors ofInput = at("jobInput", forms.check(new S3DataConfig(input, null)));
    return ofInput.any() ? ofInput : at("jobOutput", forms.check(new S3DataConfig(output, null)));
  }

  /** Both locations are a {@code path}, which is no field. */
  private static FormErrors at(String field, FormErrors errors) {
    return new FormErrors(errors.list().stream()
        .map(error -> new FormError(field, error.key(), error.arguments(), error.sentence()))
        .toList());
  }

  Submission<?> inference(Group of, Arn asked, Forms forms, BatchInferenceJobService service) {
    return forms.send(
        new CreateBatchInferenceJob(
            jobName.strip(),
            asked,
            filterArn(),
            results(),
            jobInput(),
            jobOutput(),
            of.role(),
            null,
            null,
            null,
            null),
        service::create);
  }

  Submission<?> segments(Group of, Arn asked, Forms forms, BatchSegmentJobService service) {
    return forms.send(
        new CreateBatchSegmentJob(
            jobName.strip(),
            asked,
            filterArn(),
            results(),
            jobInput(),
            jobOutput(),
            of.role(),
            List.of()),
        service::create);
  }

  private @Nullable Arn filterArn() {
    return filter.isEmpty() ? null : Arn.parse(filter);
  }

  /** What is no number is too small. */
  private @Nullable Integer results() {
    if (numResults.isBlank()) {
      return null;
    }
    try {
      return Integer.valueOf(numResults.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private BatchJobInput jobInput() {
    return new BatchJobInput(new S3DataConfig(input.strip(), null));
  }

  private BatchJobOutput jobOutput() {
    return new BatchJobOutput(new S3DataConfig(output.strip(), null));
  }
}
