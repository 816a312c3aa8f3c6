// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.tag;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A label on a resource. */
public record Tag(
    @NotNull @Size(min = 1, max = 128) @Pattern(regexp = Tag.CHARACTERS) String tagKey,

    @NotNull @Size(max = 256) @Pattern(regexp = Tag.CHARACTERS) String tagValue) {
  public static final String CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*";
}
