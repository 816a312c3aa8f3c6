// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch job reads or writes; stored as jsonb, sent as it is.
 *
 * @param path an object, or the beginning of the keys of several
 * @param kmsKeyArn accepted for compatibility: the object store encrypts as it is set up to
 */
public record S3DataConfig(
    @NotNull @Size(max = 256) @Pattern(regexp = "(s3|http|https)://.+")
    String path,

    @Nullable @Size(max = 2048) @Pattern(regexp = "arn:aws.*:kms:.*:[0-9]{12}:key/.*") String kmsKeyArn) {}
