// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.config.CannotStartException;
import org.openpersonalize.api.config.Configuration;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.api.config.RootCredentials;
import org.openpersonalize.api.config.S3Properties;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.FileSystemUtils;

/**
 * Reads the configuration and starts the servers that it does not name elsewhere, before the context is composed.
 *
 * <p>Postgres and S3 come up in the background while Spring reads its classes; the first bean that needs one of them
 * waits for it. They are the first things the context owns, so at the end they go last: requests, jobs and the
 * connection pool before Postgres, Postgres before S3.
 *
 * <p>Adds the beans {@link PersonalizeProperties}, {@link DataDirectory}, {@link RootCredentials}, {@link
 * ObjectStoreEndpoint} and, with the embedded Postgres, {@link JdbcConnectionDetails}.
 */
public final class EmbeddedServers
    implements ApplicationContextInitializer<GenericApplicationContext> {
  @Override
  public void initialize(GenericApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    PersonalizeProperties properties = Configuration.read(environment);
    DataDirectory directory = DataDirectory.open(properties.dataDir());
    RootCredentials root = CredentialsFile.credentials(
        properties.rootAccessKey(), properties.rootSecretKey(), directory);
    InetAddress address = environment.getProperty(
        "server.address", InetAddress.class, InetAddress.getLoopbackAddress());
    boolean embedPostgres = !environment.containsProperty("spring.datasource.url");
    boolean embedObjectStore = properties.s3().endpoint() == null;

    ExecutorService starters = Executors.newFixedThreadPool(2);
    Function<String, Path> folder = name -> subdirectory(directory, name);
    var servers = new RunningServers(
        directory,
        startIf(embedPostgres, () -> EmbeddedPostgres.start(folder.apply("postgres")), starters),
        startIf(
            embedObjectStore,
            () -> {
              Path buckets = folder.apply("s3");
              UnfinishedUploads.setAside(buckets, directory.path().resolve("s3-unfinished"));
              return EmbeddedObjectStore.start(
                  buckets, folder.apply("s3-policies"), address, properties.s3().port(), root);
            },
            starters));
    starters.shutdown();

    var beans = context.getDefaultListableBeanFactory();
    beans.registerDisposableBean("embeddedServers", servers);
    context.addApplicationListener(
        (ApplicationListener<ApplicationFailedEvent>) failed -> servers.destroy());
    beans.registerSingleton("personalizeProperties", properties);
    beans.registerSingleton("dataDirectory", directory);
    beans.registerSingleton("rootCredentials", root);
    context.registerBean(ObjectStoreEndpoint.class, () -> objectStore(properties, root, servers));
    if (embedPostgres) {
      context.registerBean(JdbcConnectionDetails.class, servers::jdbcConnectionDetails);
    }
  }

  /**
   * Unpacks what the embedded servers need into the directory they share, by starting Postgres on data that nobody wants.
   *
   * @throws CannotStartException if Postgres does not come up, with the reason it gives
   */
  public static void unpack() throws IOException {
    Path scratch = Files.createTempDirectory("personalize");
    try {
      EmbeddedPostgres.start(scratch).close();
    } finally {
      FileSystemUtils.deleteRecursively(scratch);
    }
  }

  /** The pool's threads inherit this thread's class loader, which the common pool's do not and S3Proxy needs. */
  private static <T> @Nullable CompletableFuture<T> startIf(
      boolean wanted, Supplier<T> server, ExecutorService starters) {
    return wanted ? CompletableFuture.supplyAsync(server, starters) : null;
  }

  private static ObjectStoreEndpoint objectStore(
      PersonalizeProperties properties, RootCredentials root, RunningServers servers) {
    S3Properties s3 = properties.s3();
    if (s3.endpoint() == null) {
      return new ObjectStoreEndpoint(
          servers.objectStoreEndpoint(), properties.region(), root.accessKey(), root.secretKey());
    }
    return new ObjectStoreEndpoint(
        s3.endpoint(),
        Objects.requireNonNullElse(s3.region(), properties.region()),
        Objects.requireNonNullElse(s3.accessKey(), root.accessKey()),
        Objects.requireNonNullElse(s3.secretKey(), root.secretKey()));
  }

  private static Path subdirectory(DataDirectory directory, String name) {
    try {
      return directory.subdirectory(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
