// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the launcher does in the background when a copy was started for the first time, and the image when it is built. */
@Command(
    name = "archive",
    hidden = true,
    description = "Write an archive of the program's classes, with which it starts quicker.")
public final class ArchiveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The archive; one that is there is kept.")
  private Path file = Path.of("");

  @Option(
      names = "--from",
      defaultValue = "demo",
      paramLabel = "COMMAND",
      description = "The command that loads the classes: demo, which imports, trains and answers,"
          + " or serve, which starts and takes less time (${DEFAULT-VALUE}).")
  private String rehearsal = "";

  @Override
  public Integer call() throws InterruptedException {
    try {
      new ClassArchive(file, rehearsal).write();
      return ExitCode.OK;
    } catch (IOException e) {
      System.err.println("There is no archive of the classes: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }
}
