// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cadence;

/**
 * What a model came to on a day.
 *
 * @param training the day on which it was trained
 * @param day the one that was tested
 * @param users who took something on it, by a digest
 * @param ndcg at 10, of each
 */
public record DayScores(int training, int day, long[] users, float[] ndcg) {}
