// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.publish;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.openpersonalize.core.training.TrainingProgress;

/** Gives up an upload, which reads from here part by part, when the training is cancelled. */
final class CancellableInput extends FilterInputStream {
  private final TrainingProgress progress;

  CancellableInput(InputStream input, TrainingProgress progress) {
    super(input);
    this.progress = progress;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    progress.throwIfCancelled();
    return super.read(buffer, offset, length);
  }
}
