// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import org.jspecify.annotations.Nullable;

/**
 * A record of a file that is not taken.
 *
 * @param line of the file, the header's is 1; in a file without lines the number of the row, the first is 1
 * @param column the one whose value is refused; null where the line is not as many values as the header names
 * @param value as the file has it; null where there is none
 * @param message where it stands, what is wrong with it and what to do
 */
public record RefusedRecord(
    String file,
    long line,
    @Nullable String column,
    @Nullable String value,
    String message) {}
