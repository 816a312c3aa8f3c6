// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Starts the service and leaves it running; SIGTERM stops it. */
@Command(name = "serve", description = "Run the service until it is told to stop.")
public final class ServeCommand implements Callable<Integer> {
  private final Consumer<List<String>> start;

  @Mixin
  private ServerOptions options = new ServerOptions();

  /** @param start starts the service with settings such as {@code --server.port=8080} */
  public ServeCommand(Consumer<List<String>> start) {
    this.start = start;
  }

  @Override
  public Integer call() {
    try {
      start.accept(options.settings());
      return ExitCode.OK;
    } catch (RuntimeException reportedBySpring) {
      return ExitCode.SOFTWARE;
    }
  }
}
