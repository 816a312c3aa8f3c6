// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** What a batch job reads; stored as jsonb, sent as it is. */
public record BatchJobInput(@NotNull @Valid S3DataConfig s3DataSource) {}
