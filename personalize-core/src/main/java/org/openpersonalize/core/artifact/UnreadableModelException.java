// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A model's files are incomplete, altered, or of a format this version does not know. Reading them again is no use. */
public final class UnreadableModelException extends IOException {
  /** @param sentence what is wrong with which file */
  public UnreadableModelException(String sentence) {
    this(sentence, null);
  }

  UnreadableModelException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
