// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that starts the service; each stands for a setting. */
public final class ServerOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the API, the console, health and metrics (server.port; 8080).")
  private @Nullable Integer port;

  @Option(
      names = "--data-dir",
      paramLabel = "DIRECTORY",
      description =
          "Where the embedded Postgres and S3 keep their files (personalize.data-dir; ./data).")
  private @Nullable Path dataDirectory;

  /** The settings that were given, as Spring reads them: {@code --server.port=8080}. */
  public List<String> settings() {
    List<String> settings = new ArrayList<>();
    if (port != null) {
      settings.add("--server.port=" + port);
    }
    if (dataDirectory != null) {
      settings.add("--personalize.data-dir=" + dataDirectory);
    }
    return settings;
  }
}
