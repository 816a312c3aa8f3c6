// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.acceptance.conformance.CallRecorder;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The packaged service in a process of its own, on spare ports and a data directory that outlives the process, so that it can
 * be killed and started again.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration STARTING = Duration.ofMinutes(10);
  private static final Duration STOPPING = Duration.ofMinutes(1);
  private static final String ACCESS_KEY = "acceptance-key";
  private static final String SECRET_KEY = "acceptance-secret";

  private final Program program;
  private final Path dataDirectory;
  private final Path log;
  private final int port;
  private final int s3Port;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ProcessHandle> orphans = new ArrayList<>();
  private List<String> settings;
  private @Nullable Process process;

  private ServiceProcess(Program program, List<String> settings) throws IOException {
    this.program = program;
    this.dataDirectory = Files.createTempDirectory("personalize-acceptance");
    this.log = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".log");
    this.settings = settings;
    this.port = freePort();
    this.s3Port = freePort();
  }

  /**
   * Starts the service on a new data directory and waits until it is healthy.
   *
   * @param settings such as {@code --personalize.limits.schemas=7}
   */
  public static ServiceProcess start(String... settings) throws IOException, InterruptedException {
    return start(Program.ofThisBuild(), settings);
  }

  /** As {@link #start(String...)}, for a test that starts it often or asks little of it. */
  public static ServiceProcess startQuickly(String... settings)
      throws IOException, InterruptedException {
    return start(Program.ofThisBuild().compiledQuickly(), settings);
  }

  static ServiceProcess start(Program program, String... settings)
      throws IOException, InterruptedException {
    ServiceProcess service = new ServiceProcess(program, List.of(settings));
    service.startAgain();
    return service;
  }

  /**
   * Starts a second process that answers requests from this one's database and models.
   *
   * @param options further ones for its JVM
   */
  public ServiceProcess startGatewayBeside(String... options)
      throws IOException, InterruptedException {
    DriverManagerDataSource database = (DriverManagerDataSource) database();
    return start(
        Program.ofThisBuild().compiledQuickly().with(options),
        "--personalize.roles=gateway",
        "--spring.datasource.url=" + database.getUrl(),
        "--spring.datasource.username=" + database.getUsername(),
        "--spring.datasource.password=" + database.getPassword(),
        "--personalize.s3.endpoint=http://127.0.0.1:" + s3Port);
  }

  /**
   * Starts the process, again if it was killed, and waits until it is healthy.
   *
   * @return how long that took
   */
  public Duration startAgain() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    ProcessBuilder builder = new ProcessBuilder(program.command(
        "serve", "--port", Integer.toString(port), "--data-dir", dataDirectory.toString()));
    builder.environment().put("PERSONALIZE_S3_PORT", Integer.toString(s3Port));
    builder.environment().put("PERSONALIZE_ROOT_ACCESS_KEY", ACCESS_KEY);
    builder.environment().put("PERSONALIZE_ROOT_SECRET_KEY", SECRET_KEY);
    for (String setting : settings) {
      String[] parts = setting.replaceFirst("^--", "").split("=", 2);
      builder
          .environment()
          .put(parts[0].toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_'), parts[1]);
    }
    process = builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
    long deadline = System.nanoTime() + STARTING.toNanos();
    while (!isHealthy()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        stop();
        throw new IllegalStateException("The service does not start:\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Stops the process and starts it on the same data with more settings, as an operator would. */
  public void restart(String... more) throws IOException, InterruptedException {
    stop();
    settings = Stream.concat(settings.stream(), Stream.of(more)).toList();
    startAgain();
  }

  private boolean isHealthy() throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(endpoint().resolve("/actuator/health"))
          .timeout(Duration.ofSeconds(5))
          .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Ends the process at once with SIGKILL; its Postgres lives on until the next start, or until {@link #close}. */
  public void kill() throws InterruptedException {
    if (process != null) {
      orphans.addAll(process.descendants().toList());
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** Stops the process, ends what it left behind when it was killed, and deletes its data; its log stays. */
  @Override
  public void close() throws IOException {
    stop();
    for (ProcessHandle orphan : orphans) {
      orphan.destroyForcibly();
      orphan.onExit().join();
    }
    FileSystemUtils.deleteRecursively(dataDirectory);
  }

  /** Asks the process to stop with SIGTERM, and waits until it has. */
  public void stop() {
    if (process != null) {
      process.destroy();
      try {
        if (!process.waitFor(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The embedded Postgres that started last, which after {@link #kill} is there as well. */
  public DataSource database() {
    Path postgres = dataDirectory.resolve("postgres");
    try {
      String port =
          Files.readAllLines(postgres.resolve("cluster/postmaster.pid")).get(3).strip();
      return new DriverManagerDataSource(
          "jdbc:postgresql://127.0.0.1:%s/personalize".formatted(port),
          "personalize",
          Files.readString(postgres.resolve("password")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The id of the root user's key. */
  public String accessKey() {
    return ACCESS_KEY;
  }

  /** The secret of the root user's key. */
  public String secretKey() {
    return SECRET_KEY;
  }

  /** The root user's key as HTTP Basic sends it, for what takes no signature. */
  public String basicAuthorization() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((ACCESS_KEY + ":" + SECRET_KEY).getBytes(StandardCharsets.UTF_8));
  }

  /** The metrics whose name and tags start so, one line each with the value at its end. */
  public List<String> metrics(String start) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(endpoint().resolve("/actuator/prometheus"))
        .header("Authorization", basicAuthorization())
        .build();
    return http.send(request, HttpResponse.BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith(start))
        .toList();
  }

  /** What the process has written, over all its starts. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  public PersonalizeClient personalize() {
    return client(PersonalizeClient.builder());
  }

  public PersonalizeRuntimeClient runtime() {
    return client(PersonalizeRuntimeClient.builder());
  }

  public PersonalizeEventsClient events() {
    return client(PersonalizeEventsClient.builder());
  }

  public S3Client s3() {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + s3Port))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .build();
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .overrideConfiguration(client -> client.addExecutionInterceptor(new CallRecorder()))
        .build();
  }

  private static AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));
  }

  /** A port that nobody uses, of those that systems do not give to outgoing connections while the service starts. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
  }
}
