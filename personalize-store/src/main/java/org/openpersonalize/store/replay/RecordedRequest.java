// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.replay;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;

/**
 * A request for recommendations that was answered. Of what else it brought, such as its context, nothing is kept.
 *
 * @param deploymentArn of the campaign or recommender that answered
 * @param userId or the session's
 * @param numResults how many items were asked for, the default included
 * @param filterArn null if it named none
 * @param filterValues by the names of the filter's parameters
 */
public record RecordedRequest(
    Arn deploymentArn,
    @Nullable String userId,
    @Nullable String itemId,
    int numResults,
    @Nullable Arn filterArn,
    Map<String, String> filterValues,
    Instant requestedAt) {}
