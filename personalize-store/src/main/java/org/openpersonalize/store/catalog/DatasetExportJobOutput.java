// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** Where an export writes; stored as jsonb, sent as it is. */
public record DatasetExportJobOutput(@NotNull @Valid S3DataConfig s3DataDestination) {}
