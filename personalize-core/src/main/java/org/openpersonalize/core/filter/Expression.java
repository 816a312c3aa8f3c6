// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

/**
 * Where one of the expressions that {@code |} joins stands, and what it says.
 *
 * @param position 1 for the first
 * @param text as it was written, without the bars
 */
public record Expression(int position, String text) {}
