// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;

/** Whose resources these are: what stands in every ARN. */
public record Account(
    @NotNull @Pattern(regexp = "[a-z\\d-]+") String region,
    @NotNull @Pattern(regexp = "\\d{12}") String accountId) {

  /** The ARN of this account's resource. */
  public Arn arn(ResourceType type, String id) {
    return Arn.parse(
        "arn:aws:personalize:%s:%s:%s/%s".formatted(region, accountId, type.wire(), id));
  }
}
