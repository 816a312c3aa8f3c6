// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.matrix.InteractionLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times GetRecommendations as a client sees it: over HTTP, one request after the other, for users of a file drawn by lot.
 * The service should have been asked before; the requests of a warm-up are not counted.
 */
@Command(
    name = "recommendations",
    description = "Time GetRecommendations of a running service.",
    mixinStandardHelpOptions = true)
final class RecommendationsBench implements Callable<Integer> {
  private static final int OK = 200;

  @Spec
  private CommandSpec spec;

  @Option(names = "--campaign", required = true, paramLabel = "ARN", description = "Whom to ask.")
  private String campaign = "";

  @Option(
      names = "--interactions",
      required = true,
      paramLabel = "FILE",
      description = "Whose users ask, CSV with USER_ID and ITEM_ID, may be gzipped.")
  private Path interactions = Path.of("");

  @Option(
      names = "--endpoint",
      defaultValue = "http://127.0.0.1:8080",
      paramLabel = "URL",
      description = "(${DEFAULT-VALUE}).")
  private URI endpoint = URI.create("");

  @Option(
      names = "--access-key",
      defaultValue = "${env:PERSONALIZE_ROOT_ACCESS_KEY}",
      paramLabel = "ID",
      description = "By default the environment's PERSONALIZE_ROOT_ACCESS_KEY.")
  private @Nullable String accessKey;

  @Option(
      names = "--secret-key",
      defaultValue = "${env:PERSONALIZE_ROOT_SECRET_KEY}",
      paramLabel = "SECRET",
      description = "By default the environment's PERSONALIZE_ROOT_SECRET_KEY.")
  private @Nullable String secretKey;

  @Option(names = "--requests", defaultValue = "2000", description = "(${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--warm-up",
      defaultValue = "1000",
      description = "Requests that are not counted (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--num-results",
      defaultValue = "25",
      description = "Items of a list (${DEFAULT-VALUE}).")
  private int numResults;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  private final JsonMapper mapper = JsonMapper.builder().build();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (accessKey == null || secretKey == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Give --access-key and --secret-key, or set them in the environment.");
    }
    if (requests < 1 || warmUp < 0) {
      throw new ParameterException(
          spec.commandLine(), "--requests is at least 1 and --warm-up at least 0.");
    }
    InteractionLog log = InteractionFile.read(interactions);
    HttpClient client = HttpClient.newHttpClient();
    SplittableRandom random = new SplittableRandom(1);
    long[] nanos = new long[requests];
    for (int n = -warmUp; n < requests; n++) {
      HttpRequest request = request(log.users().id(random.nextInt(log.users().size())));
      long start = System.nanoTime();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (n >= 0) {
        nanos[n] = System.nanoTime() - start;
      }
      if (response.statusCode() != OK) {
        spec.commandLine().getErr().println(response.body());
        return 1;
      }
    }
    print(nanos);
    return 0;
  }

  private HttpRequest request(String user) {
    String key = accessKey + ":" + secretKey;
    return HttpRequest.newBuilder(endpoint.resolve("/recommendations"))
        .header("Content-Type", "application/json")
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)))
        .POST(BodyPublishers.ofString(mapper.writeValueAsString(
            Map.of("campaignArn", campaign, "userId", user, "numResults", numResults))))
        .build();
  }

  private void print(long[] nanos) {
    Arrays.sort(nanos);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("requests", nanos.length);
    report.put("meanMillis", rounded(Arrays.stream(nanos).average().orElse(Double.NaN)));
    for (int percent : List.of(50, 90, 99)) {
      report.put(
          "p" + percent + "Millis", rounded(nanos[(int) ((nanos.length - 1L) * percent / 100)]));
    }
    report.put("maxMillis", rounded(nanos[nanos.length - 1]));
    if (json) {
      System.out.println(mapper.writeValueAsString(report));
    } else {
      report.forEach(
          (name, value) -> System.out.println(String.format(Locale.ROOT, "%-24s %s", name, value)));
    }
  }

  private static double rounded(double nanos) {
    return Math.round(nanos / 1e4) / 1e2;
  }
}
