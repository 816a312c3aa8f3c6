// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Where the files of an import lie.
 *
 * @param dataLocation an object, or a prefix ending in {@code /}
 */
public record DataSource(
    @NotNull @Size(max = 256) @Pattern(regexp = "(s3|http|https)://.+")
    String dataLocation) {}
