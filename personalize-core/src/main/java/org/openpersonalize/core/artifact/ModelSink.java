// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import java.io.IOException;
import java.io.OutputStream;

/** Where a model's files are written to. */
@FunctionalInterface
public interface ModelSink {
  /** Begins a file, which is complete when the stream is closed without an error. */
  OutputStream create(String file) throws IOException;
}
