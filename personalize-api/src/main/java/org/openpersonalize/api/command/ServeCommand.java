// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the service and leaves it running; SIGTERM stops it. */
@Command(name = "serve", description = "Run the service until it is told to stop.")
public final class ServeCommand implements Callable<Integer> {
  private final Function<List<String>, ? extends AutoCloseable> start;

  @Mixin
  private ServerOptions options = new ServerOptions();

  @Option(names = "--exit", hidden = true, description = "Stop when it answers.")
  private boolean exit;

  /** @param start starts the service with settings such as {@code --server.port=8080} */
  public ServeCommand(Function<List<String>, ? extends AutoCloseable> start) {
    this.start = start;
  }

  @Override
  public Integer call() throws Exception {
    AutoCloseable service;
    try {
      service = start.apply(options.settings());
    } catch (RuntimeException reportedBySpring) {
      return ExitCode.SOFTWARE;
    }
    if (exit) {
      service.close();
    }
    return ExitCode.OK;
  }
}
