// SPDX-License-Identifier: Apache-2.0
/**
 * How much campaigns and recommenders are asked and how fast they answer. {@link org.openpersonalize.serving.traffic.TrafficRecorder} counts in memory
 * while requests are answered and writes once a minute; {@link org.openpersonalize.serving.traffic.TrafficService} reads.
 */
@NullMarked
package org.openpersonalize.serving.traffic;

import org.jspecify.annotations.NullMarked;
