// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

/**
 * Whether traffic is counted.
 *
 * @param counted is it counted what campaigns and recommenders are asked, and how fast they answer?
 */
public record TrafficSettings(boolean counted) {}
