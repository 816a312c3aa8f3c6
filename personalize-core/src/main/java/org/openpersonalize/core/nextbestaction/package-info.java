// SPDX-License-Identifier: Apache-2.0
/**
 * How likely a user is to take an action that is offered.
 *
 * <p>Start at {@link org.openpersonalize.core.nextbestaction.NextBestActionTrainer}: it factorizes the interactions with items, so
 * that users have vectors, makes {@link org.openpersonalize.core.nextbestaction.Episode}s of what became of offers, and fits a
 * {@link org.openpersonalize.core.nextbestaction.LogisticRegression} for each action that leans on one of all actions.
 *
 * <p>Shapes: A actions, K factors, F = K + 9 {@linkplain org.openpersonalize.core.nextbestaction.Features features}.
 */
@NullMarked
package org.openpersonalize.core.nextbestaction;

import org.jspecify.annotations.NullMarked;
