// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.matrix.InteractionLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times GetRecommendations as a client sees it: over HTTP, one request after the other, for users of a file drawn by lot.
 * The service should have been asked before; the requests of a warm-up are not counted.
 *
 * <p>What members such as a filter cost is measured beside: each user asks plainly and with the members of each {@code
 * --with}, so that all of them meet the same moments of the machine. They take turns in being first, for who is first has
 * the user's history read.
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

  @Mixin
  private RunningService service;

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

  @Option(
      names = "--with",
      paramLabel = "NAME=JSON",
      description = "Ask with these members of the request as well, and compare.")
  private Map<String, String> with = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  private final JsonMapper mapper = JsonMapper.builder().build();

  @Override
  public Integer call() throws IOException, InterruptedException {
    service.require();
    if (requests < 1 || warmUp < 0) {
      throw new ParameterException(
          spec.commandLine(), "--requests is at least 1 and --warm-up at least 0.");
    }
    InteractionLog log = InteractionFile.read(interactions);
    HttpClient client = HttpClient.newHttpClient();
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Series> series = new LinkedHashMap<>();
    series.put("", new Series(members(Map.of()), new long[requests]));
    with.forEach((name, members) -> series.put(
        name,
        new Series(
            members(mapper.readValue(members, new TypeReference<Map<String, Object>>() {})),
            new long[requests])));
    List<Series> turns = new ArrayList<>(series.values());
    for (int n = -warmUp; n < requests; n++) {
      String user = log.users().id(random.nextInt(log.users().size()));
      Collections.rotate(turns, 1);
      for (Series each : turns) {
        HttpRequest request = service.recommendations(user, each.members());
        long start = System.nanoTime();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (n >= 0) {
          each.nanos()[n] = System.nanoTime() - start;
        }
        if (response.statusCode() != OK) {
          spec.commandLine().getErr().println(response.body());
          return 1;
        }
      }
    }
    print(series);
    return 0;
  }

  /**
   * The times of requests that ask in one way.
   *
   * @param members beside the user
   * @param nanos [requests]
   */
  private record Series(Map<String, Object> members, long[] nanos) {}

  private Map<String, Object> members(Map<String, Object> more) {
    Map<String, Object> members = new LinkedHashMap<>(more);
    members.put("campaignArn", campaign);
    members.putIfAbsent("numResults", numResults);
    return members;
  }

  private void print(Map<String, Series> series) {
    Map<String, Object> report = new LinkedHashMap<>();
    Durations plain = new Durations(series.values().iterator().next().nanos());
    series.forEach((name, each) -> {
      Durations durations = new Durations(each.nanos());
      String prefix = name.isEmpty() ? "" : name + ".";
      report.put(prefix + "requests", durations.count());
      report.put(prefix + "meanMillis", Durations.millis(durations.mean()));
      for (int percent : List.of(50, 90, 99)) {
        report.put(
            prefix + "p" + percent + "Millis", Durations.millis(durations.percentile(percent)));
      }
      report.put(prefix + "maxMillis", Durations.millis(durations.max()));
      if (!name.isEmpty()) {
        for (int percent : List.of(50, 99)) {
          report.put(prefix + "p" + percent + "Ratio", durations.ratio(percent, plain));
        }
      }
    });
    if (json) {
      System.out.println(mapper.writeValueAsString(report));
    } else {
      report.forEach(
          (name, value) -> System.out.println(String.format(Locale.ROOT, "%-24s %s", name, value)));
    }
  }
}
