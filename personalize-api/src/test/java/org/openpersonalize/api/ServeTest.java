// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.store.object.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** One service in a process of its own, from its start to SIGTERM. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServeTest {
  private static final Logger log = LoggerFactory.getLogger(ServeTest.class);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir
  static Path directory;

  private static Path data;
  private static int port;
  private static int objectStorePort;
  private static Process service;

  @BeforeAll
  static void serve() throws Exception {
    data = directory.resolve("data");
    port = freePort();
    objectStorePort = freePort();
    Instant begin = Instant.now();
    service = personalize(port, data).inheritIO().start();
    awaitHealthy(Duration.ofMinutes(2));
    log.info("Healthy after {} ms", Duration.between(begin, Instant.now()).toMillis());
  }

  @AfterAll
  static void kill() {
    service.descendants().forEach(ProcessHandle::destroyForcibly);
    service.destroyForcibly();
  }

  @Test
  @Order(1)
  void health_is_open_and_tells_no_details() throws Exception {
    HttpResponse<String> health = get("/actuator/health", null);

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"status\":\"UP\"").doesNotContain("postgres");
  }

  @Test
  @Order(1)
  void health_tells_its_details_to_who_has_the_keys() throws Exception {
    assertThat(get("/actuator/health", login()).body())
        .contains("\"db\":{", "\"models\":{", "\"objectStore\":{")
        .doesNotContain("DEGRADED");
    assertThat(get("/actuator/health", "someone:else").statusCode()).isGreaterThanOrEqualTo(400);
  }

  @Test
  @Order(1)
  void the_root_leads_a_browser_to_the_console_which_opens_for_the_keys() throws Exception {
    HttpResponse<String> root = get("/", null);
    assertThat(root.statusCode()).isEqualTo(303);
    assertThat(root.headers().firstValue("Location")).hasValue("/console");
    assertThat(get("/console", login()).headers().firstValue("Location"))
        .hasValue("/console/sign-in");

    AwsCredentials keys = credentials();
    String form = "accessKeyId=%s&secretAccessKey=%s"
        .formatted(
            URLEncoder.encode(keys.accessKeyId(), UTF_8),
            URLEncoder.encode(keys.secretAccessKey(), UTF_8));
    HttpResponse<String> signedIn = HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/console/sign-in"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
    HttpResponse<String> overview = HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/console"))
            .header(
                "Cookie",
                signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0])
            .build(),
        HttpResponse.BodyHandlers.ofString());
    assertThat(overview.statusCode()).isEqualTo(200);
    assertThat(overview.body()).contains("All is well.", "create-dataset-group");
  }

  @Test
  @Order(2)
  void without_a_bucket_the_service_is_degraded_and_goes_on_answering() throws Exception {
    AwsCredentials root = credentials();
    try (S3Client objects = S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + objectStorePort))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(root))
        .build()) {
      objects.deleteBucket(request -> request.bucket("personalize"));

      awaitHealth("{\"status\":\"DEGRADED\"}");
      assertThat(get("/actuator/health", null).statusCode()).isEqualTo(200);
      assertThat(get("/actuator/health", login()).body())
          .contains("There is no bucket personalize");

      objects.createBucket(request -> request.bucket("personalize"));
      awaitHealth("{\"status\":\"UP\"}");
    }
  }

  private static void awaitHealth(String body) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> get("/actuator/health", null).body().equals(body));
  }

  @Test
  @Order(1)
  void metrics_are_for_who_has_the_keys() throws Exception {
    assertThat(get("/actuator/prometheus", null).statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(get("/actuator/prometheus", login()).body())
        .contains(
            "jvm_memory_used_bytes{",
            "hikaricp_connections_active{pool=\"postgres\"}",
            "cache_size{cache=\"personalize.histories\"");
  }

  @Test
  @Order(1)
  void the_buckets_are_there_for_the_same_keys() throws Exception {
    AwsCredentials root = credentials();
    try (var store = ObjectStore.at(
        URI.create("http://127.0.0.1:" + objectStorePort),
        "us-east-1",
        root.accessKeyId(),
        root.secretAccessKey())) {
      assertThat(store.hasBucket("personalize")).isTrue();
      assertThat(store.hasBucket("personalize-models")).isTrue();
    }
  }

  @Test
  @Order(1)
  void a_second_service_on_the_same_data_is_refused_in_one_sentence() throws Exception {
    Process second = personalize(freePort(), data).start();

    assertThat(text(second.getErrorStream()))
        .isEqualTo(
            "The data directory %s is in use by process %d: stop that one, or choose another with --data-dir."
                .formatted(data, service.pid()));
    assertThat(second.waitFor()).isEqualTo(1);
  }

  @Test
  @Order(1)
  void a_taken_port_is_refused_in_one_sentence_and_leaves_nothing_running() throws Exception {
    Path other = directory.resolve("other");
    ProcessBuilder command = personalize(port, other);
    command.environment().put("PERSONALIZE_S3_PORT", "0");
    Process second = command.start();

    assertThat(text(second.getErrorStream()))
        .isEqualTo("Port %d is taken: stop the program that uses it, or choose another with --port."
            .formatted(port));
    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(other.resolve("postgres/initialized")).exists();
    assertThat(other.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
  }

  @Test
  @Order(3)
  @Timeout(60)
  void sigterm_stops_all_of_it() throws Exception {
    List<ProcessHandle> postgres = postmaster();
    assertThat(postgres).hasSize(1);

    Instant begin = Instant.now();
    service.destroy();

    assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    log.info("Stopped after {} ms", Duration.between(begin, Instant.now()).toMillis());
    postgres.get(0).onExit().get(60, TimeUnit.SECONDS);
    assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
  }

  /** {@code personalize serve}, without the tests and their beans on the class path. */
  private static ProcessBuilder personalize(int port, Path data) {
    String classPath = Arrays.stream(
            System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.matches(".*/test-classes/?|.*-tests\\.jar"))
        .collect(Collectors.joining(File.pathSeparator));
    var command = new ProcessBuilder(
        ProcessHandle.current().info().command().orElseThrow(),
        "-XX:TieredStopAtLevel=1", // it does little but start
        "-Dopenpersonalize.postgres.binaries=" + directory.resolve("shared"),
        "-cp",
        classPath,
        PersonalizeApplication.class.getName(),
        "serve",
        "--port=" + port,
        "--data-dir=" + data);
    command.environment().put("PERSONALIZE_S3_PORT", String.valueOf(objectStorePort));
    return command;
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), UTF_8).strip();
  }

  private static AwsCredentials credentials() {
    try (var profile = ProfileCredentialsProvider.builder()
        .profileFile(ProfileFile.builder()
            .content(data.resolve("credentials"))
            .type(ProfileFile.Type.CREDENTIALS)
            .build())
        .build()) {
      return profile.resolveCredentials();
    }
  }

  private static String login() {
    AwsCredentials root = credentials();
    return root.accessKeyId() + ":" + root.secretAccessKey();
  }

  private static List<ProcessHandle> postmaster() throws IOException {
    String pid = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
        .get(0)
        .strip();
    return ProcessHandle.of(Long.parseLong(pid)).stream().toList();
  }

  private static HttpResponse<String> get(String path, @Nullable String login)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (login != null) {
      request.header(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void awaitHealthy(Duration patience) throws InterruptedException {
    Instant end = Instant.now().plus(patience);
    while (true) {
      try {
        if (get("/actuator/health", null).statusCode() == 200) {
          return;
        }
      } catch (IOException notListeningYet) {
        assertThat(service.isAlive()).isTrue();
      }
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(50);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
