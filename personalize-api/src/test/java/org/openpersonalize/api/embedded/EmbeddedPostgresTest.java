// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.api.config.CannotStartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedPostgresTest {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgresTest.class);
  private static final int ROWS = 100_000;

  /** The line of the pid file that names it. */
  private static final int SOCKET_DIRECTORY = 4;

  /** Unpacked once, as unpacking takes longer than most tests. */
  @TempDir
  static Path binaries;

  @TempDir
  Path directory;

  @BeforeEach
  void shareBinaries() {
    System.setProperty(PostgresBinaries.SHARED, binaries.toString());
  }

  @AfterEach
  void shareNoMore() {
    System.clearProperty(PostgresBinaries.SHARED);
  }

  @Test
  void it_is_durable_private_and_starts_again_with_its_data() throws Exception {
    try (var postgres = EmbeddedPostgres.start(directory);
        var connection = connect(postgres)) {
      assertThat(setting(connection, "fsync")).isEqualTo("on");
      assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(connection, "full_page_writes")).isEqualTo("on");
      assertThat(setting(connection, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(
              Files.readAllLines(directory.resolve("cluster/postmaster.pid")).get(SOCKET_DIRECTORY))
          .isEmpty();
      assertThat(setting(connection, "server_encoding")).isEqualTo("UTF8");
      assertThat(setting(connection, "is_superuser")).isEqualTo("off");
      assertThat(text(
              connection, "SELECT datcollate FROM pg_database WHERE datname = current_database()"))
          .isEqualTo("C");
      assertThat(PosixFilePermissions.toString(
              Files.getPosixFilePermissions(directory.resolve("password"))))
          .isEqualTo("rw-------");
      for (String user : new String[] {"personalize", "postgres"}) {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), user, "a guess"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password authentication failed");
      }
      execute(connection, "CREATE TABLE note (text text)");
      execute(connection, "INSERT INTO note VALUES ('kept')");
    }
    try (var postgres = EmbeddedPostgres.start(directory);
        var connection = connect(postgres)) {
      assertThat(text(connection, "SELECT text FROM note")).isEqualTo("kept");
    }
  }

  @Test
  void data_directories_share_the_binaries_where_they_may() throws Exception {
    // The library unpacks once in a process, unless what it unpacked is gone.
    FileSystemUtils.deleteRecursively(binaries.resolve("binaries"));
    Path shared = Files.createDirectory(directory.resolve("shared"));
    Path halfUnpacked =
        Files.createDirectories(shared.resolve("binaries/PG-of-a-process-that-was-killed/bin"));
    System.setProperty(PostgresBinaries.SHARED, shared.toString());
    EmbeddedServers.unpack();
    assertThat(shared.resolve("binaries")).isNotEmptyDirectory();
    assertThat(halfUnpacked).doesNotExist();
    try (var postgres = EmbeddedPostgres.start(Files.createDirectory(directory.resolve("data")));
        var connection = connect(postgres)) {
      assertThat(text(connection, "SELECT 'works'")).isEqualTo("works");
      assertThat(directory.resolve("data/binaries")).doesNotExist();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
        .isEqualTo("rwx------");
  }

  @Test
  void after_kill_9_it_is_back_within_seconds_and_nothing_is_lost() throws Exception {
    Process service = startInAnotherProcess();
    try {
      awaitReady(service.getInputStream());
      ProcessHandle orphan = postmaster();
      service.destroyForcibly().waitFor();
      assertThat(orphan.isAlive()).isTrue();

      Instant begin = Instant.now();
      try (var postgres = EmbeddedPostgres.start(directory);
          var connection = connect(postgres)) {
        Duration elapsed = Duration.between(begin, Instant.now());
        log.info("Postgres was back {} ms after kill -9", elapsed.toMillis());
        assertThat(text(connection, "SELECT count(*) FROM note")).isEqualTo(String.valueOf(ROWS));
        assertThat(orphan.isAlive()).isFalse();
        assertThat(elapsed).isLessThan(Duration.ofMinutes(1));
      }
    } finally {
      service.destroyForcibly();
    }
  }

  @Test
  void a_pid_file_that_names_a_stranger_does_not_keep_it_from_starting() throws Exception {
    EmbeddedPostgres.start(directory).close();
    Path cluster = directory.resolve("cluster");
    String stranger = "%d%n%s%n0%n0%n%n%n".formatted(ProcessHandle.current().pid(), cluster);
    Files.writeString(cluster.resolve("postmaster.pid"), stranger);

    try (var postgres = EmbeddedPostgres.start(directory);
        var connection = connect(postgres)) {
      assertThat(text(connection, "SELECT 'up'")).isEqualTo("up");
    }
  }

  @Test
  void a_first_start_that_was_cut_short_begins_again() throws Exception {
    Path cluster = Files.createDirectory(directory.resolve("cluster"));
    Files.writeString(cluster.resolve("PG_VERSION"), "18\n");

    try (var postgres = EmbeddedPostgres.start(directory);
        var connection = connect(postgres)) {
      assertThat(text(connection, "SELECT current_user")).isEqualTo("personalize");
    }
  }

  @Test
  void data_it_cannot_read_are_left_alone_and_the_reason_given() throws Exception {
    EmbeddedPostgres.start(directory).close();
    Files.writeString(directory.resolve("cluster/PG_VERSION"), "9.6\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(directory, Duration.ofSeconds(3)))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("database files are incompatible with server");
    assertThat(directory.resolve("cluster/base")).isDirectory();
  }

  /** The service that is killed: starts Postgres, commits, says so and waits. */
  public static final class Service {
    public static void main(String[] arguments) throws Exception {
      var postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
      try (var connection = connect(postgres)) {
        execute(
            connection,
            "CREATE TABLE note AS SELECT generate_series(1, %d) AS number".formatted(ROWS - 1));
        execute(connection, "INSERT INTO note VALUES (0)");
        System.out.println("ready");
        execute(connection, "SELECT pg_sleep(3600)");
      }
    }
  }

  private Process startInAnotherProcess() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-D%s=%s".formatted(PostgresBinaries.SHARED, binaries),
            "-cp",
            System.getProperty("java.class.path"),
            Service.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void awaitReady(InputStream output) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
    assertThat(lines.lines().anyMatch("ready"::equals)).isTrue();
  }

  private ProcessHandle postmaster() throws IOException {
    long pid = Long.parseLong(
        Files.readAllLines(directory.resolve("cluster/postmaster.pid")).get(0).strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.url(), postgres.username(), postgres.password());
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return text(connection, "SELECT current_setting('%s')".formatted(name));
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
