// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.matrix.InteractionLog;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all benchmarks that train: on what, of which rank, and with how many threads. */
final class TrainedOn {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--interactions",
      paramLabel = "FILE",
      description = "What to train on, CSV with USER_ID and ITEM_ID, may be gzipped.")
  private @Nullable Path interactions;

  @Option(
      names = "--generate",
      paramLabel = "USERSxITEMSxEVENTS",
      description = "Made-up interactions instead, such as 200000x50000x20490000;"
          + " where order counts so many events of each user, such as 20000x40000x50.")
  private @Nullable String generate;

  @Option(names = "--factors", defaultValue = "64", description = "Rank (${DEFAULT-VALUE}).")
  private int factors;

  @Option(names = "--threads", defaultValue = "2", description = "(${DEFAULT-VALUE}).")
  private int threads;

  /** Makes interactions up. */
  @FunctionalInterface
  interface Generator {
    InteractionLog of(int users, int items, int events);
  }

  int factors() {
    return factors;
  }

  int threads() {
    return threads;
  }

  /** The interactions, of which the user has to say where they come from. */
  InteractionLog read(Generator generator) throws IOException {
    if (generate == null && interactions == null) {
      throw wrong("Give either --interactions or --generate.");
    }
    return readOr(Path.of(""), generator);
  }

  /** The interactions, those of a file if the user does not say where they come from. */
  InteractionLog readOr(Path file, Generator generator) throws IOException {
    if (generate == null) {
      return InteractionFile.read(Objects.requireNonNullElse(interactions, file));
    }
    if (interactions != null) {
      throw wrong("Give either --interactions or --generate.");
    }
    String[] sizes = generate.split("x");
    if (sizes.length != 3) {
      throw wrong("--generate takes USERSxITEMSxEVENTS, such as 20000x40000x50.");
    }
    return generator.of(
        Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]));
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
