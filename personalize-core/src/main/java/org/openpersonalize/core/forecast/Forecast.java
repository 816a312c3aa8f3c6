// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.forecast;

/**
 * What a training is expected to take.
 *
 * @param seconds from the interactions in memory to the model's files
 * @param heapBytes at its peak, the interactions included
 * @param modelBytes of the model's files
 * @param servingBytes that each node needs to answer with the model
 */
public record Forecast(double seconds, long heapBytes, long modelBytes, long servingBytes) {}
