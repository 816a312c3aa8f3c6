// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.request.RoleArn;

/**
 * Where a metric attribution writes its reports; stored as jsonb, sent as it is.
 *
 * @param s3DataDestination a folder; null for no reports
 * @param roleArn accepted for compatibility: the service has its own access to the object store
 */
public record MetricAttributionOutput(
    @Nullable @Valid S3DataConfig s3DataDestination,
    @NotNull @RoleArn String roleArn) {}
