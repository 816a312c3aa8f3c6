// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code personalize} without a command: only its help. */
@Command(
    name = "personalize",
    description = "A recommendation service that speaks the Amazon Personalize API.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = PersonalizeCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command failed; the reason is on standard error",
      "2:the command line is wrong"
    },
    footer = {
      "",
      "Every setting is also an environment variable: personalize.data-dir is",
      "PERSONALIZE_DATA_DIR, server.port is SERVER_PORT."
    })
public final class PersonalizeCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** The version Maven built. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      var build = new Properties();
      try (var in = CommandLine.class
          .getClassLoader()
          .getResourceAsStream("META-INF/build-info.properties")) {
        build.load(in);
      }
      return new String[] {"Open Personalize " + build.getProperty("build.version")};
    }
  }
}
