// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.openpersonalize.api.command.ServerOptions;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.api.config.RootCredentials;
import org.openpersonalize.api.embedded.ObjectStoreEndpoint;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the service, shows on real data what it does, and goes on serving. */
@Command(
    name = "demo",
    description = "Run the service and fill it with a real shop's data, through the public API.")
public final class DemoCommand implements Callable<Integer> {
  private final Function<List<String>, ConfigurableApplicationContext> start;

  @Mixin
  private ServerOptions options = new ServerOptions();

  @Option(names = "--exit", description = "Stop when everything has been shown.")
  private boolean exit;

  /** @param start starts the service with settings such as {@code --server.port=8080} */
  public DemoCommand(Function<List<String>, ConfigurableApplicationContext> start) {
    this.start = start;
  }

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(System.out);
    Stages stages = new Stages(terminal);
    terminal.title("Open Personalize on a year of a real gift shop");
    ConfigurableApplicationContext service;
    try {
      service = stages.time("Start the service", progress -> start.apply(settings()));
    } catch (RuntimeException reportedBySpring) {
      return ExitCode.SOFTWARE;
    }
    try {
      new Demo(terminal, stages, server(service)).run();
    } catch (RuntimeException e) {
      System.err.println("The demo failed: " + sentence(e));
      service.close();
      return ExitCode.SOFTWARE;
    }
    if (exit) {
      service.close();
    }
    return ExitCode.OK;
  }

  /** Its own lines are the demo's output; the log only speaks of what goes wrong. */
  private List<String> settings() {
    List<String> settings = new ArrayList<>(options.settings());
    settings.add("--logging.level.root=warn");
    return settings;
  }

  private static Demo.Server server(ConfigurableApplicationContext service) {
    int port = Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer())
        .getPort();
    PersonalizeProperties properties = service.getBean(PersonalizeProperties.class);
    Path credentials =
        properties.dataDir().resolve("credentials").toAbsolutePath().normalize();
    return new Demo.Server(
        URI.create("http://127.0.0.1:" + port),
        properties.region(),
        "arn:aws:personalize:%s:%s:".formatted(properties.region(), properties.accountId()),
        service.getBean(RootCredentials.class),
        credentials,
        service.getBean(ObjectStoreEndpoint.class),
        properties.s3().bucket());
  }

  private static String sentence(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
