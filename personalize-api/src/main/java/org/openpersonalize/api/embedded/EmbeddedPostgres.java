// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.openpersonalize.api.config.CannotStartException;
import org.openpersonalize.api.config.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A real Postgres as a child process, for a service that was given none. Its data outlives both.
 *
 * <p>The binaries and the start come from zonky's library, whose defaults are for tests: fsync off, trust for everyone,
 * data deleted at the end. Here every commit reaches the disk, the server listens on loopback only and asks for a
 * password from its first moment on, and a directory is used again.
 *
 * <p>Whoever starts it owns the {@link DataDirectory}, so a server found running on this directory is an orphan: its
 * parent was killed and it lives on. It is stopped first, which loses nothing, and cannot be taken over, because its
 * port and its output belong to the dead.
 */
final class EmbeddedPostgres implements AutoCloseable {
  static final String DATABASE = "personalize";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** Long enough to replay the longest log that {@code max_wal_size} permits after a crash. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String PASSWORD_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
  private final Secret password;

  private EmbeddedPostgres(
      io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Secret password) {
    this.server = server;
    this.password = password;
  }

  /**
   * Starts the server on the directory's data; the first time, creates them.
   *
   * @param directory owned by this process; holds the cluster, the password, the server's output, and the binaries where
   *     they are not shared
   * @throws CannotStartException if Postgres does not come up, with the reason it gives
   */
  static EmbeddedPostgres start(Path directory) {
    return start(directory, PATIENCE);
  }

  /** As {@link #start(Path)}, giving up after {@code patience}. */
  static EmbeddedPostgres start(Path directory, Duration patience) {
    refuseRootWithoutNamespaces();
    Path cluster = directory.resolve("cluster");
    Path initialized = directory.resolve("initialized");
    Path output = directory.resolve("start.log");
    try (var binaries = PostgresBinaries.open(directory)) {
      stopOrphan(cluster);
      boolean first = Files.notExists(initialized);
      Secret password = first ? prepare(directory, cluster) : password(directory);
      var server = launch(directory, cluster, binaries, output, password, patience);
      if (first) {
        createDatabase(server, password);
        Files.createFile(initialized);
      }
      return new EmbeddedPostgres(server, password);
    } catch (IOException | SQLException | RuntimeException e) {
      throw e instanceof CannotStartException known
          ? known
          : new CannotStartException(
              "The embedded Postgres cannot start: %s; its output is in %s."
                  .formatted(reason(output).orElse(String.valueOf(e.getMessage())), output),
              e);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), DATABASE);
  }

  /** Owner of the database, not of the server. */
  String username() {
    return DATABASE;
  }

  String password() {
    return password.value();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(
      Path directory,
      Path cluster,
      PostgresBinaries binaries,
      Path output,
      Secret password,
      Duration patience)
      throws IOException {
    PostgresMemory memory = PostgresMemory.ofThisMachine();
    return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(binaries.directory().toFile())
        .setDataDirectory(cluster)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(patience)
        .setPort(freePort())
        .setOutputRedirector(ProcessBuilder.Redirect.to(output.toFile()))
        // initdb: bytewise order is the fastest, and the only one that no operating system changes.
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("auth", "scram-sha-256")
        .setLocaleConfig("pwfile", passwordFile(directory).toString())
        .setConnectConfig("password", password.value())
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "100")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        // No standby reads the log, so COPY into a table made in the same transaction need not be
        // written to it.
        .setServerConfig("wal_level", "minimal")
        .setServerConfig("max_wal_senders", "0")
        .setServerConfig("max_wal_size", "1GB")
        .setServerConfig("shared_buffers", memory.sharedBuffers())
        .setServerConfig("maintenance_work_mem", memory.maintenanceWorkMem())
        .setServerConfig("random_page_cost", "1.1")
        .setServerConfig("jit", "off")
        // A file a day, each overwritten a week later.
        .setServerConfig("logging_collector", "on")
        .setServerConfig("log_filename", "postgresql-%a.log")
        .setServerConfig("log_truncate_on_rotation", "on")
        .start();
  }

  /** Makes room for a new cluster; what an interrupted first start left behind has no data yet. */
  private static Secret prepare(Path directory, Path cluster) throws IOException {
    FileSystemUtils.deleteRecursively(cluster);
    String password = CredentialsFile.random(new SecureRandom(), PASSWORD_ALPHABET, 32);
    DataDirectory.writePrivate(passwordFile(directory), password);
    return new Secret(password);
  }

  private static void createDatabase(
      io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Secret password)
      throws SQLException, IOException {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(DATABASE, password.value()));
      statement.execute("CREATE DATABASE %s OWNER %1$s".formatted(DATABASE));
    } catch (SQLException e) {
      server.close();
      throw e;
    }
  }

  private static Secret password(Path directory) throws IOException {
    return new Secret(Files.readString(passwordFile(directory)));
  }

  private static Path passwordFile(Path directory) {
    return directory.resolve("password");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Ends a server that outlived its parent. After a restart of the machine or the container the pid file may also name
   * a process that has nothing to do with Postgres, which would refuse to start beside it, so then the file goes.
   */
  private static void stopOrphan(Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    Optional<ProcessHandle> process =
        pid(pidFile).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return;
    }
    ProcessHandle found = process.get();
    if (found.info().command().filter(command -> !isPostgres(command)).isPresent()) {
      Files.delete(pidFile);
    } else if (serves(found, cluster)) {
      log.warn("Postgres process {} outlived the service it belonged to; stopping it", found.pid());
      if (!endsBy("INT", found) && !endsBy("QUIT", found)) {
        throw new CannotStartException(
            "Postgres process %d still runs on %s and does not stop: end it with kill -9 %1$d and start again."
                .formatted(found.pid(), cluster));
      }
    }
  }

  /** A process tells that its file was deleted meanwhile, as the directory of a build may be. */
  private static boolean isPostgres(String command) {
    return command.matches(".*/postgres( \\(deleted\\))?");
  }

  private static Optional<Long> pid(Path pidFile) throws IOException {
    try (Stream<String> lines = Files.lines(pidFile, UTF_8)) {
      return lines
          .findFirst()
          .map(String::strip)
          .filter(line -> line.matches("[0-9]+"))
          .map(Long::valueOf);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean serves(ProcessHandle process, Path cluster) {
    return process.info().arguments().stream()
        .flatMap(Arrays::stream)
        .anyMatch(cluster.toString()::equals);
  }

  /** Sends a signal; {@link ProcessHandle#destroy} knows only the one that waits for every client to leave. */
  private static boolean endsBy(String signal, ProcessHandle process) throws IOException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
        .inheritIO()
        .start();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Postgres refuses to run as root. The library steps down through a user namespace, where that is permitted. */
  private static void refuseRootWithoutNamespaces() {
    if (!System.getProperty("user.name").equals("root")) {
      return;
    }
    try {
      if (new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0) {
        return;
      }
    } catch (IOException unshareIsMissing) {
      log.debug("unshare cannot be run", unshareIsMissing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CannotStartException(
        "Postgres does not run as root: start the service as another user,"
            + " or name a Postgres of your own with SPRING_DATASOURCE_URL.");
  }

  /** The last complaint in the server's output. */
  private static Optional<String> reason(Path output) {
    try (Stream<String> lines = Files.lines(output, UTF_8)) {
      return lines
          .filter(line -> line.contains("FATAL") || line.contains("error:"))
          .reduce((first, last) -> last);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
