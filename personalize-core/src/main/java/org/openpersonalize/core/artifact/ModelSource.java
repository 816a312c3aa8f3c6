// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import java.io.IOException;
import java.io.InputStream;

/** Where a model's files are read from. */
@FunctionalInterface
public interface ModelSource {
  /** @throws IOException if there is no such file, or it cannot be read */
  InputStream open(String file) throws IOException;
}
