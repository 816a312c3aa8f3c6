// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.profile;

import org.jspecify.annotations.Nullable;

/**
 * What a column holds.
 *
 * @param missing rows that have no value
 * @param completeness the share of rows that have one, 0 to 1; null where there are no rows
 * @param numbers null where the column does not hold numbers, or holds none
 * @param categories null where the column does not hold categories
 */
public record ColumnProfile(
    String name,
    long missing,
    @Nullable Double completeness,
    @Nullable NumberProfile numbers,
    @Nullable CategoryProfile categories) {}
