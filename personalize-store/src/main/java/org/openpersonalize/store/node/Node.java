// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.node;

import java.time.Instant;
import java.util.List;

/**
 * A process and how it was when it was last seen.
 *
 * @param roles what it does, such as {@code gateway}
 * @param heap memory for what it works with
 * @param disk of its data directory
 */
public record Node(
    String name,
    List<String> roles,
    int processors,
    String java,
    Usage heap,
    Usage disk,
    Instant started,
    Instant seen) {
  /** How much of something is in use, in bytes. */
  public record Usage(long used, long size) {}
}
