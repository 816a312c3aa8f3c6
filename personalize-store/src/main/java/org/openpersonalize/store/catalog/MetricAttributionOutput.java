// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Where a metric attribution writes its reports; stored as jsonb, sent as it is.
 *
 * @param s3DataDestination a folder; null for no reports
 * @param roleArn accepted for compatibility: the service has its own access to the object store
 */
public record MetricAttributionOutput(
    @Nullable @Valid S3DataConfig s3DataDestination,

    @NotNull @Size(max = 256) @Pattern(regexp = MetricAttributionOutput.ROLE_ARN) String roleArn) {
  /** The form of a role's ARN, wherever one is asked for. */
  public static final String ROLE_ARN =
      "arn:([a-z\\d-]+):iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
}
