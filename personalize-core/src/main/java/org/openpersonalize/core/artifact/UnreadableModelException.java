package org.openpersonalize.core.artifact;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A model's files are incomplete, altered, or of a format this version does not know. Reading them again is no use. */
public final class UnreadableModelException extends IOException {
  UnreadableModelException(String sentence) {
    this(sentence, null);
  }

  UnreadableModelException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
