// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.resource;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextToken what to send for the page after this one; absent on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {
  /** The answer of a list that has this page; its record has the two members in this order. */
  public <A> A as(BiFunction<List<T>, @Nullable String, A> answer) {
    return answer.apply(items, nextToken);
  }
}
