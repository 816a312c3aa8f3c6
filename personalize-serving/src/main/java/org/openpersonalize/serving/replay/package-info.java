// SPDX-License-Identifier: Apache-2.0
/**
 * What was asked lately, asked once more to see what a change would bring.
 *
 * <p>{@link org.openpersonalize.serving.replay.RecordedRequests} writes requests down beside their answers, and {@link
 * org.openpersonalize.serving.replay.FilterPreviewService} has {@link org.openpersonalize.serving.replay.Replay} answer them again
 * with a filter that is not saved.
 */
@NullMarked
package org.openpersonalize.serving.replay;

import org.jspecify.annotations.NullMarked;
