// SPDX-License-Identifier: Apache-2.0
/**
 * What was asked lately, asked once more to see what a change would bring.
 *
 * <p>{@link org.openpersonalize.serving.replay.RecordedRequests} writes requests down beside their answers, {@link
 * org.openpersonalize.serving.replay.Replayer} has them answered again, and {@link
 * org.openpersonalize.serving.replay.FilterPreviewService} says what differs with a filter that is not saved.
 */
@NullMarked
package org.openpersonalize.serving.replay;

import org.jspecify.annotations.NullMarked;
