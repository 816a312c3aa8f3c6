// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line that a job writes; each member stands there, null or not.
 *
 * @param input the line that was read, as JSON if it is that, or else as it is
 */
record OutputLine(
    Object input, @Nullable Object output, @Nullable String error) {
  private static final JsonMapper JSON = new JsonMapper();

  static byte[] answered(Object input, Object output) {
    return JSON.writeValueAsBytes(new OutputLine(input, output, null));
  }

  static byte[] refused(Object input, Exception refused) {
    return JSON.writeValueAsBytes(new OutputLine(input, null, refused.getMessage()));
  }
}
