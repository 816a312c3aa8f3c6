// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * Sweeps of the Python library implicit by conjugate gradients on the same interactions, in a process of its own.
 *
 * @param version of implicit
 * @param sweepSeconds of one user and one item half-sweep, the fastest
 */
record ImplicitRun(String version, double sweepSeconds) {
  /** @param python an interpreter that has implicit, NumPy and SciPy */
  static ImplicitRun of(
      InteractionMatrix usersByItems, Path python, int factors, int sweeps, int threads)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("personalize-bench");
    Path interactions = folder.resolve("interactions.csv");
    Path program = folder.resolve("implicit_als.py");
    try (InputStream source = Objects.requireNonNull(
        ImplicitRun.class.getResourceAsStream("implicit_als.py"), "The program is in the jar")) {
      Files.copy(source, program);
      PeerFile.write(usersByItems, interactions);
      ProcessBuilder builder = new ProcessBuilder(
              python.toString(),
              program.toString(),
              interactions.toString(),
              Integer.toString(factors),
              Integer.toString(sweeps),
              Integer.toString(threads))
          .redirectError(ProcessBuilder.Redirect.INHERIT);
      // Its threads fight with implicit's own, as it says itself.
      builder.environment().put("OPENBLAS_NUM_THREADS", "1");
      Process process = builder.start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "implicit ended with exit code %d; its output above says why"
                .formatted(process.exitValue()));
      }
      String[] words = told.strip().split(" ", -1);
      return new ImplicitRun(words[0], Double.parseDouble(words[1]));
    } finally {
      Files.deleteIfExists(interactions);
      Files.deleteIfExists(program);
      Files.delete(folder);
    }
  }
}
