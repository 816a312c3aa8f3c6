// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.wire;

/**
 * A number that clients also send as a text, as those do whose language prints prices. Whoever gets it decides what it is.
 *
 * @param text as it was sent, without quotes
 */
public record LooseNumber(String text) {}
