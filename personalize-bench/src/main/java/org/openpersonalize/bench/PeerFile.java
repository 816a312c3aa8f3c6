// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openpersonalize.core.matrix.InteractionMatrix;

/** What a peer trains on: a line for each user and item, of their numbers and the confidence. */
final class PeerFile {
  private PeerFile() {}

  static void write(InteractionMatrix matrix, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int user = 0; user < matrix.rows(); user++) {
        for (int entry = matrix.start(user); entry < matrix.end(user); entry++) {
          out.write(user + "," + matrix.columnIndices()[entry] + "," + matrix.confidence(entry));
          out.newLine();
        }
      }
    }
  }
}
