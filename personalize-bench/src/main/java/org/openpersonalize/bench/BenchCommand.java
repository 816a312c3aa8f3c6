// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import org.openpersonalize.bench.serve.ServeBench;
import org.openpersonalize.core.resource.PersonalizeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The benchmarks there are. */
@Command(
    name = "personalize bench",
    description = "Measure how fast it is on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AlsBench.class,
      AnswersBench.class,
      BatchBench.class,
      ConsoleBench.class,
      MemoryBench.class,
      RecommendationsBench.class,
      ServeBench.class,
      ShopBench.class,
      BenchCommand.Jmh.class
    })
public final class BenchCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new BenchCommand());
    line.setExecutionExceptionHandler(BenchCommand::explain);
    System.exit(line.execute(arguments));
  }

  /** What the caller can mend is told in a sentence. */
  private static int explain(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(e instanceof PersonalizeException)) {
      throw e;
    }
    line.getErr().println(e.getMessage());
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a benchmark.");
  }

  /** Hands everything on to JMH. */
  @Command(
      name = "jmh",
      description = "Run the JMH benchmarks of kernels, scoring and top-N, by JMH's own options,"
          + " such as: jmh Kernel -p rank=64 -wi 2 -i 3.")
  static final class Jmh implements Runnable {
    @Unmatched
    private String[] arguments = {};

    @Override
    public void run() {
      try {
        org.openjdk.jmh.Main.main(arguments);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
