// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api;

import java.util.List;
import org.openpersonalize.api.command.ArchiveCommand;
import org.openpersonalize.api.command.EvaluateCommand;
import org.openpersonalize.api.command.PersonalizeCommand;
import org.openpersonalize.api.command.ServeCommand;
import org.openpersonalize.api.command.UnpackCommand;
import org.openpersonalize.api.demo.DemoCommand;
import org.openpersonalize.api.embedded.EmbeddedServers;
import org.openpersonalize.api.role.NamedAsTheirType;
import org.openpersonalize.ingest.IngestConfiguration;
import org.openpersonalize.serving.ServingConfiguration;
import org.openpersonalize.store.StoreConfiguration;
import org.openpersonalize.training.TrainingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import picocli.CommandLine;

/** The composition root: which commands there are, and which modules make up the service. */
@SpringBootApplication
@Import({
  StoreConfiguration.class,
  IngestConfiguration.class,
  TrainingConfiguration.class,
  ServingConfiguration.class
})
public class PersonalizeApplication {
  /** Runs a command. A running service keeps the process alive; every other command ends it with its exit code. */
  public static void main(String[] arguments) {
    int exitCode = commandLine().execute(arguments);
    if (exitCode != CommandLine.ExitCode.OK) {
      System.exit(exitCode);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new PersonalizeCommand())
        .addSubcommand(new ServeCommand(PersonalizeApplication::start))
        .addSubcommand(new DemoCommand(PersonalizeApplication::start))
        .addSubcommand(new EvaluateCommand())
        .addSubcommand(new UnpackCommand())
        .addSubcommand(new ArchiveCommand());
  }

  /**
   * Starts the service, with its embedded servers where it needs them; closing the context stops all of it.
   *
   * @param settings such as {@code --server.port=8080}; they win over the environment
   */
  public static ConfigurableApplicationContext start(List<String> settings) {
    return new SpringApplicationBuilder(PersonalizeApplication.class)
        .initializers(new EmbeddedServers(), new NamedAsTheirType())
        .run(settings.toArray(String[]::new));
  }
}
