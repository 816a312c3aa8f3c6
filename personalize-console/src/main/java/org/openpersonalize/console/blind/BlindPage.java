// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.blind;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;

/**
 * A page of blind spots.
 *
 * @param campaigns and recommenders that can be asked about, as addresses name them; empty if none answers
 * @param report null if nobody has looked lately, or it was refused
 * @param part where the report alone is
 * @param look where the page is with the report
 */
public record BlindPage(
    BlindQuery query,
    List<String> campaigns,
    @Nullable BlindReport report,
    FormErrors errors,
    String part,
    String look) {
  /** Is it to be looked for? */
  public boolean awaitsReport() {
    return !campaigns.isEmpty() && report == null && !errors.any();
  }
}
