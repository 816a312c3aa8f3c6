// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept.
 *
 * @param endpoint an S3-compatible server; absent for the embedded one
 * @param port where the embedded server listens, on the address of the API; 0 for any free port
 * @param region the region of {@code endpoint}; absent for {@code personalize.region}
 * @param accessKey access key for {@code endpoint}; absent for the root user's
 * @param secretKey the secret key that belongs to it
 * @param bucket the users' bucket for datasets and batch jobs, made at start if need be
 * @param modelBucket the service's own bucket, which no request may name
 */
public record S3Properties(
    @Nullable URI endpoint,
    @DefaultValue("9000") @Min(0) @Max(65535) int port,
    @Nullable String region,
    @Nullable String accessKey,
    @Nullable Secret secretKey,
    @DefaultValue("personalize") @NotBlank String bucket,
    @DefaultValue("personalize-models") @NotBlank String modelBucket) {}
