// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.matrix.InteractionLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times the pages of the console as a browser on the same machine meets them: one of each kind, found by following links, in
 * rounds, and the median of the rounds of each.
 *
 * <p>With {@code --campaign}, what overviews that stand open cost a shop: GetRecommendations, one after the other, in spells
 * with and without somebody looking, who take turns so that both meet the same moments of the machine. An open overview asks for
 * its moving part every two seconds, as it does while a job runs, and here whether one does or not.
 */
@Command(
    name = "console",
    description = "Time the pages of the console of a running service.",
    mixinStandardHelpOptions = true)
final class ConsoleBench implements Callable<Integer> {
  private static final long POLL_MILLIS = 2_000;
  private static final String MOVING_PART = "/console/running";

  @Mixin
  private RunningService service;

  @Option(names = "--rounds", defaultValue = "5", description = "(${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--campaign",
      paramLabel = "ARN",
      description = "Whom to ask for recommendations while overviews are open.")
  private @Nullable String campaign;

  @Option(
      names = "--interactions",
      paramLabel = "FILE",
      description = "Whose users ask, CSV with USER_ID and ITEM_ID, may be gzipped.")
  private Path interactions = Path.of("");

  @Option(names = "--overviews", defaultValue = "20", description = "(${DEFAULT-VALUE}).")
  private int overviews;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long a spell lasts (${DEFAULT-VALUE}).")
  private int seconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    service.require();
    ConsoleVisit visit = new ConsoleVisit(service);
    if (campaign == null) {
      timePages(visit);
    } else {
      timeRecommendations(visit, campaign);
    }
    return 0;
  }

  /** How long a page took, in the middle of the rounds. */
  private record Timing(String path, long nanos) {}

  private void timePages(ConsoleVisit visit) throws IOException, InterruptedException {
    Map<String, long[]> nanos = new LinkedHashMap<>();
    for (String path : visit.pages()) {
      nanos.put(path, new long[rounds]);
    }
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, long[]> page : nanos.entrySet()) {
        long start = System.nanoTime();
        visit.get(page.getKey());
        page.getValue()[round] = System.nanoTime() - start;
      }
    }
    List<Timing> timings = nanos.entrySet().stream()
        .map(page -> new Timing(page.getKey(), new Durations(page.getValue()).percentile(50)))
        .sorted(Comparator.comparingLong(Timing::nanos).reversed())
        .toList();
    Durations all = new Durations(timings.stream().mapToLong(Timing::nanos).toArray());
    print("pages", all.count());
    for (int percent : List.of(50, 90)) {
      print("p" + percent + "Millis", Durations.millis(all.percentile(percent)));
    }
    timings.stream()
        .limit(10)
        .forEach(timing -> print(timing.path(), Durations.millis(timing.nanos())));
  }

  private void timeRecommendations(ConsoleVisit visit, String asked)
      throws IOException, InterruptedException {
    InteractionLog log = InteractionFile.read(interactions);
    HttpClient client = HttpClient.newHttpClient();
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Object> members = Map.of("campaignArn", asked, "numResults", 25);
    LongStream.Builder alone = LongStream.builder();
    LongStream.Builder watched = LongStream.builder();
    AtomicInteger polls = new AtomicInteger();
    for (int spell = -2; spell < 2 * rounds; spell++) {
      boolean open = spell % 2 != 0;
      ScheduledExecutorService windows = Executors.newScheduledThreadPool(4);
      if (open) {
        for (int window = 0; window < overviews; window++) {
          windows.scheduleAtFixedRate(
              () -> poll(visit, polls),
              POLL_MILLIS * window / overviews,
              POLL_MILLIS,
              TimeUnit.MILLISECONDS);
        }
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      while (System.nanoTime() < end) {
        String user = log.users().id(random.nextInt(log.users().size()));
        HttpRequest request = service.recommendations(user, members);
        long start = System.nanoTime();
        client.send(request, BodyHandlers.ofString());
        if (spell >= 0) {
          (open ? watched : alone).add(System.nanoTime() - start);
        }
      }
      windows.shutdownNow();
    }
    Durations without = new Durations(alone.build().toArray());
    Durations with = new Durations(watched.build().toArray());
    print("requests", without.count());
    print("requestsWatched", with.count());
    print("polls", polls.get());
    for (int percent : List.of(50, 90, 99)) {
      print("p" + percent + "Millis", Durations.millis(without.percentile(percent)));
      print("p" + percent + "Ratio", with.ratio(percent, without));
    }
  }

  private static void poll(ConsoleVisit visit, AtomicInteger polls) {
    try {
      visit.get(MOVING_PART);
      polls.incrementAndGet();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(String name, Object value) {
    System.out.println(String.format(Locale.ROOT, "%-24s %s", name, value));
  }
}
