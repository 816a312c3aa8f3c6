// SPDX-License-Identifier: Apache-2.0
/**
 * What it brings to train more often: the past once more, with models that were trained as they would have been.
 *
 * <p>Start at {@link CadencePlan}, which says what is trained and tested when. {@link Hindsight} trains and asks, and {@link
 * CadenceResult} says what came of it.
 *
 * <p>The protocol is a rolling origin (Tashman: Out-of-sample tests of forecasting accuracy, International Journal of Forecasting
 * 2000): nothing that a model learns from, or that is given of a user, is later than what is to be found (Ji, Sun, Zhang, Li: A
 * Critical Study on Data Leakage in Recommender System Offline Evaluation, TOIS 2023). All cadences are asked on the same days
 * about the same users, and differ in nothing but the age of the model: what a user did until the day counts for all, as in the
 * service.
 */
@NullMarked
package org.openpersonalize.core.cadence;

import org.jspecify.annotations.NullMarked;
