// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;

/** Whom a request asks that may name a campaign or a recommender. */
public final class DeploymentArn {
  private DeploymentArn() {}

  /**
   * The one of the two that is named.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if both are or neither is, {@link
   *     ErrorCode#RESOURCE_NOT_FOUND} if one is named in the place of the other
   */
  public static Arn of(@Nullable Arn campaignArn, @Nullable Arn recommenderArn) {
    if ((campaignArn == null) == (recommenderArn == null)) {
      throw ErrorCode.INVALID_INPUT.because(
          "Exactly one of campaignArn and recommenderArn is required.");
    }
    Arn asked = recommenderArn == null ? Objects.requireNonNull(campaignArn) : recommenderArn;
    if (asked.is(ResourceType.RECOMMENDER) != (recommenderArn != null)) {
      throw asked.doesNotExist();
    }
    return asked;
  }
}
