// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.serving.replay.FilterPreviewService.KeptItems;

/**
 * What an expression comes to by itself.
 *
 * @param errors what is wrong with it; none if it fits
 * @param caret where; null if nothing is wrong at one place
 * @param items how many it keeps; null if that depends on the request, or nothing is known of items
 */
public record Check(
    FormErrors errors, @Nullable Caret caret, @Nullable KeptItems items) {
  public boolean fits() {
    return !errors.any();
  }
}
