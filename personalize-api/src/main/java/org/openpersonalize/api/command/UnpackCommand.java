// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.openpersonalize.api.config.CannotStartException;
import org.openpersonalize.api.embedded.EmbeddedServers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** What the launcher does once it has built, so that the first start need not: a sixth of its time. */
@Command(name = "unpack", hidden = true, description = "Unpack the embedded servers.")
public final class UnpackCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    try {
      EmbeddedServers.unpack();
      return ExitCode.OK;
    } catch (CannotStartException e) {
      System.err.println(e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }
}
