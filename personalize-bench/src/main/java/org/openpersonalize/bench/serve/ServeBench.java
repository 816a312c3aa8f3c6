// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench.serve;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.bench.RunningService;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts a running service under the load of many visitors: signed GetRecommendations of users of a file drawn by lot, or PutEvents, as fast as
 * the connections can, then at given rates whether they are answered or not, and at the highest rate that keeps a bound. The client
 * runs on the cores of the service.
 *
 * <p>Two services, of two builds for example, are measured in turns; the figures are the medians of the rounds.
 */
@Command(
    name = "serve",
    description = "Measure what load a running service carries.",
    mixinStandardHelpOptions = true)
public final class ServeBench implements Callable<Integer> {
  /** Of the search for the highest rate: after so many halvings the rate is known to a thirtieth. */
  private static final int PROBES = 5;

  private static final int DISTINCT_REQUESTS = 20_000;

  /** A signature holds for 15 minutes. */
  private static final Duration SIGNED_FOR = Duration.ofMinutes(10);

  @Spec
  private CommandSpec spec;

  @Mixin
  private RunningService service;

  @Option(
      names = "--beside",
      paramLabel = "URL",
      description = "Another service with the same campaign and keys, measured in turns.")
  private @Nullable URI beside;

  @ArgGroup(multiplicity = "1")
  private Load load = new Load();

  /** What is sent: requests for recommendations, or events. */
  private static final class Load {
    @Option(names = "--campaign", paramLabel = "ARN", description = "Whom to ask.")
    private @Nullable String campaign;

    @Option(
        names = "--tracker",
        split = ",",
        paramLabel = "ID",
        description =
            "Put events instead, one a request, of an item of the file drawn by lot; of two services the tracker of each.")
    private List<String> trackers = List.of();

    String path() {
      return trackers.isEmpty() ? "/recommendations" : "/events";
    }

    /** What is sent to the second service for what the first is sent. */
    String besides(String body) {
      return trackers.size() < 2 ? body : body.replace(trackers.get(0), trackers.get(1));
    }

    void members(Map<String, Object> members, String user, String item) {
      if (trackers.isEmpty()) {
        members.put("campaignArn", campaign);
        members.put("userId", user);
      } else {
        members.put("trackingId", trackers.get(0));
        members.put("userId", user);
        members.put("sessionId", user);
        members.put(
            "eventList",
            List.of(Map.of(
                "itemId", item, "eventType", "click", "sentAt", System.currentTimeMillis() / 1e3)));
      }
    }
  }

  @Option(
      names = "--interactions",
      required = true,
      paramLabel = "FILE",
      description = "Whose users ask, CSV with USER_ID and ITEM_ID, may be gzipped.")
  private Path interactions = Path.of("");

  @Option(
      names = "--with",
      defaultValue = "{}",
      paramLabel = "JSON",
      description = "Members of each request beside the user, such as a filter.")
  private String with = "";

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "N",
      description = "Requests a second that come whether those before are answered or not.")
  private List<Double> rates = List.of();

  @Option(
      names = "--p99",
      paramLabel = "MILLIS",
      description = "Find the highest rate at which the 99th percentile stays below it.")
  private @Nullable Double bound;

  @Option(names = "--connections", defaultValue = "8", description = "(${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Of each measurement (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description = "Seconds that are not counted, for each service (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(names = "--rounds", defaultValue = "3", description = "(${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--pids",
      split = ",",
      paramLabel = "PID",
      description = "The processes of the service and of the one beside it, whose memory is told;"
          + " they are on this machine.")
  private List<Long> pids = List.of();

  @Option(
      names = "--settle",
      defaultValue = "0",
      description = "Seconds to wait behind the last round before memory is told once more"
          + " (${DEFAULT-VALUE}).")
  private int settle;

  private final JsonMapper mapper = JsonMapper.builder().build();

  /** The figures of one service by their names, a value of each round. */
  private record Target(
      URI endpoint, @Nullable ProcessMemory memory, Map<String, List<Double>> figures) {
    void add(String figure, double value) {
      figures.computeIfAbsent(figure, first -> new ArrayList<>()).add(value);
    }

    void addMemory(String prefix) throws IOException {
      if (memory != null) {
        add(prefix + "megabytes", memory.megabytes());
      }
    }

    double median(String figure) {
      double[] sorted = figures.getOrDefault(figure, List.of()).stream()
          .mapToDouble(Double::doubleValue)
          .sorted()
          .toArray();
      return sorted[sorted.length / 2];
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    service.require();
    if (rounds < 1 || seconds < 1 || connections < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rounds, --seconds and --connections are at least 1.");
    }
    List<Target> targets = new ArrayList<>();
    targets.add(target(service.endpoint(), 0));
    if (beside != null) {
      targets.add(target(beside, 1));
    }
    InteractionLog log = InteractionFile.read(interactions);
    List<String> bodies = bodies(log.users(), log.items());
    for (Target target : targets) {
      refuseErrors(openLoad(target, bodies).run(OpenLoad.UNBOUNDED, Duration.ofSeconds(warmUp)));
    }
    List<Target> turns = new ArrayList<>(targets);
    for (int round = 0; round < rounds; round++) {
      for (Target target : turns) {
        measure(target, bodies);
      }
      Collections.reverse(turns);
    }
    TimeUnit.SECONDS.sleep(settle);
    for (Target target : targets) {
      target.addMemory("settled.");
    }
    print(targets);
    return 0;
  }

  private Target target(URI endpoint, int number) {
    ProcessMemory memory = number < pids.size() ? ProcessMemory.of(pids.get(number)) : null;
    return new Target(endpoint, memory, new LinkedHashMap<>());
  }

  private List<String> bodies(IdIndex users, IdIndex items) {
    Map<String, Object> members =
        new LinkedHashMap<>(mapper.readValue(with, new TypeReference<Map<String, Object>>() {}));
    SplittableRandom random = new SplittableRandom(1);
    List<String> bodies = new ArrayList<>();
    for (int request = 0; request < DISTINCT_REQUESTS; request++) {
      load.members(
          members, users.id(random.nextInt(users.size())), items.id(random.nextInt(items.size())));
      bodies.add(mapper.writeValueAsString(members));
    }
    return bodies;
  }

  private OpenLoad openLoad(Target target, List<String> bodies) {
    SignedRequests signed =
        new SignedRequests(target.endpoint(), service.accessKey(), service.secretKey());
    return new OpenLoad(
        target.endpoint(),
        bodies.stream()
            .map(body -> target.endpoint().equals(beside) ? load.besides(body) : body)
            .map(body -> signed.post(load.path(), body))
            .toArray(byte[][]::new),
        connections);
  }

  private void measure(Target target, List<String> bodies)
      throws IOException, InterruptedException {
    OpenLoad open = openLoad(target, bodies);
    long signedAt = System.nanoTime();
    double most = counted(target, open, OpenLoad.UNBOUNDED, "most.").perSecond();
    for (double rate : rates) {
      counted(target, open, rate, String.format(Locale.ROOT, "at%.0f.", rate));
    }
    if (bound != null) {
      target.add("perSecondWithinBound", highestRate(open, most, bound));
    }
    if (System.nanoTime() - signedAt > SIGNED_FOR.toNanos()) {
      spec.commandLine().getErr().println("This took so long that signatures may have expired.");
    }
  }

  private OpenLoad.Outcome counted(Target target, OpenLoad open, double rate, String prefix)
      throws IOException, InterruptedException {
    ProcessFigures before = ProcessFigures.read(service.metrics(target.endpoint()));
    OpenLoad.Outcome outcome = refuseErrors(open.run(rate, Duration.ofSeconds(seconds)));
    ProcessFigures used =
        ProcessFigures.read(service.metrics(target.endpoint())).since(before);
    long count = outcome.nanos().getTotalCount();
    target.add(prefix + "perSecond", outcome.perSecond());
    target.add(prefix + "p50Millis", outcome.millis(50));
    target.add(prefix + "p90Millis", outcome.millis(90));
    target.add(prefix + "p99Millis", outcome.millis(99));
    target.add(prefix + "p99.9Millis", outcome.millis(99.9));
    target.add(prefix + "processorMicros", used.processorNanos() / count / 1e3);
    target.add(prefix + "clientMicros", outcome.processorNanos() / count / 1e3);
    target.add(prefix + "allocatedBytes", used.allocatedBytes() / count);
    target.addMemory(prefix);
    return outcome;
  }

  private double highestRate(OpenLoad open, double most, double millis)
      throws InterruptedException {
    double kept = 0;
    double broken = most;
    for (int probe = 0; probe < PROBES; probe++) {
      double rate = (kept + broken) / 2;
      if (refuseErrors(open.run(rate, Duration.ofSeconds(seconds))).millis(99) < millis) {
        kept = rate;
      } else {
        broken = rate;
      }
    }
    return kept;
  }

  private static OpenLoad.Outcome refuseErrors(OpenLoad.Outcome outcome) {
    if (outcome.refused() > 0) {
      throw new IllegalStateException("%d of %d requests were not answered with 200"
          .formatted(outcome.refused(), outcome.nanos().getTotalCount()));
    }
    return outcome;
  }

  private static void print(List<Target> targets) {
    Target first = targets.get(0);
    for (String figure : first.figures().keySet()) {
      StringBuilder line = new StringBuilder(
          String.format(Locale.ROOT, "%-24s %12.2f", figure, first.median(figure)));
      for (Target other : targets.subList(1, targets.size())) {
        line.append(String.format(
            Locale.ROOT,
            "   beside %12.2f   ratio %6.3f",
            other.median(figure),
            first.median(figure) / other.median(figure)));
      }
      System.out.println(line);
    }
  }
}
