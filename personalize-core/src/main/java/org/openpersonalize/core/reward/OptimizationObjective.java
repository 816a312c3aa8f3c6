// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.reward;

/**
 * What a model is to bring beside relevance.
 *
 * @param itemAttribute the column of the Items dataset that says what an item is worth
 */
public record OptimizationObjective(
    String itemAttribute, ObjectiveSensitivity objectiveSensitivity) {}
