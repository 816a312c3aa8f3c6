// SPDX-License-Identifier: Apache-2.0
/** Recommenders: a training and a deployment in one. Start at {@link RecommenderService}; the training is {@code training.run}'s. */
@NullMarked
package org.openpersonalize.serving.recommender;

import org.jspecify.annotations.NullMarked;
