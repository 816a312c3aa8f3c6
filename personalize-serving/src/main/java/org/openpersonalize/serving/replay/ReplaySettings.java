// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

/**
 * What there is to be replayed.
 *
 * @param recordedRequests are the last requests of each campaign kept?
 */
public record ReplaySettings(boolean recordedRequests) {}
