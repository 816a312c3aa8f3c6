// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.serving.catalog.CatalogSettings;
import org.openpersonalize.serving.filter.FilterSettings;
import org.openpersonalize.serving.model.ModelSettings;
import org.openpersonalize.store.limit.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The root of the configuration tree. {@code personalize.s3.port}, for example, is also read from the environment
 * variable {@code PERSONALIZE_S3_PORT}.
 *
 * @param dataDir where the embedded servers keep their files and the generated credentials; one process at a time
 * @param region the region in resource names; signatures of any region are accepted
 * @param accountId the account in resource names, twelve digits
 * @param roles what this process does; all of it unless the service is spread over several
 * @param requestLimit the longest body of an operation; uploads have no limit
 * @param rootAccessKey access key of the root user, for the API and the embedded S3 alike; generated when absent
 * @param rootSecretKey the secret key that belongs to it
 * @param recordedRequests are the last requests of each campaign kept, to try filters on?
 * @param traffic is it counted what campaigns are asked, and how fast they answer?
 */
@ConfigurationProperties("personalize")
public record PersonalizeProperties(
    @DefaultValue("data") Path dataDir,

    @DefaultValue("us-east-1")
    @Pattern(regexp = "[a-z0-9-]+", message = "must be a region such as us-east-1") String region,

    @DefaultValue("000000000000") @Pattern(regexp = "[0-9]{12}", message = "must be twelve digits") String accountId,

    @DefaultValue({"gateway", "import", "train"}) @NotEmpty Set<Role> roles,
    @DefaultValue("4MB") DataSize requestLimit,
    @Nullable String rootAccessKey,
    @Nullable Secret rootSecretKey,
    @DefaultValue @Valid CorsProperties cors,
    @DefaultValue @Valid S3Properties s3,
    @DefaultValue @Valid ValuesProperties values,
    @DefaultValue @Valid TrainingProperties training,
    @DefaultValue CatalogSettings catalog,
    @DefaultValue ModelSettings model,
    @DefaultValue FilterSettings filters,
    @DefaultValue("true") boolean recordedRequests,
    @DefaultValue("true") boolean traffic,
    @DefaultValue @Valid Limits limits) {}
