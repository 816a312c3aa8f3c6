// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.openpersonalize.core.kernel.Kernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures what models and their trainings take of the heap, and says how far the forecasts are from that. Each family is trained
 * on a made-up shop and on three others, one with twice the items, one with twice the users and one with twice the interactions:
 * from what these take more comes what one more of each takes.
 */
@Command(
    name = "memory",
    description = "Measure the heap that models and trainings take, beside what was forecast.",
    mixinStandardHelpOptions = true)
final class MemoryBench implements Callable<Integer> {
  private static final List<String> MORE = List.of("", "items", "users", "interactions");
  private static final double MEGABYTE = 1 << 20;

  @Spec
  private CommandSpec spec;

  @Option(
      names = "--generate",
      paramLabel = "USERSxITEMSxEVENTS",
      defaultValue = "4000x2000x160000",
      description = "The shop (${DEFAULT-VALUE}).")
  private String generate;

  @Option(
      names = "--only",
      paramLabel = "FAMILY",
      description = "This family and no other; may be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--records",
      description = "Let trainings know a category, a price and a text of each item.")
  private boolean hasRecords;

  @Option(names = "--threads", defaultValue = "2", description = "(${DEFAULT-VALUE}).")
  private int threads;

  @Override
  public Integer call() throws Exception {
    GeneratedShop shop = shop();
    List<MemorySubject> subjects = MemorySubject.all()
        .filter(each -> only.isEmpty()
            || only.contains(each.name())
            || only.contains(each.hyperparameters().recipe().family()))
        .toList();
    if (subjects.isEmpty()) {
      throw wrong("--only names families, such as als or ease.");
    }
    System.out.printf(
        Locale.ROOT,
        "%d users, %d items, %d interactions; JDK %s, kernels %s, %d threads, load %.1f%n%n",
        shop.users(),
        shop.items(),
        shop.interactions(),
        System.getProperty("java.version"),
        Kernels.best().name(),
        threads,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    System.out.println(
        "| family | twice the | model, MB | counted | forecast | training, MB | forecast |");
    System.out.println("|---|---|---:|---:|---:|---:|---:|");
    List<String> slopes = new ArrayList<>();
    for (MemorySubject subject : subjects) {
      List<Footprint> footprints = new ArrayList<>();
      for (String more : MORE) {
        Footprint footprint = Footprint.of(subject, larger(shop, more), threads, hasRecords, true);
        footprints.add(footprint);
        System.out.println(row(subject, more, footprint));
      }
      slopes.add(slope(subject, footprints));
    }
    System.out.println();
    System.out.println("Bytes of one more item, user and interaction:");
    System.out.println();
    System.out.println(
        "| family | model: item | user | interaction | training: item | user | interaction |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    slopes.forEach(System.out::println);
    return 0;
  }

  private GeneratedShop shop() {
    String[] sizes = generate.split("x");
    if (sizes.length != 3) {
      throw wrong("--generate takes USERSxITEMSxEVENTS, such as 4000x2000x160000.");
    }
    int[] numbers = IntStream.range(0, 3).map(n -> Integer.parseInt(sizes[n])).toArray();
    return new GeneratedShop(numbers[0], numbers[1], numbers[2]);
  }

  private static GeneratedShop larger(GeneratedShop shop, String more) {
    return new GeneratedShop(
        more.equals("users") ? 2 * shop.users() : shop.users(),
        more.equals("items") ? 2 * shop.items() : shop.items(),
        more.equals("interactions") ? 2 * shop.interactions() : shop.interactions());
  }

  /** Ratios are of what was said to what was found. */
  private static String row(MemorySubject subject, String more, Footprint found) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f | %.2f | %.2f | %.0f | %.2f |",
        subject.name(),
        more,
        found.retainedBytes() / MEGABYTE,
        found.countedRatio(),
        found.servingRatio(),
        found.peakBytes() / MEGABYTE,
        found.heapRatio());
  }

  private static String slope(MemorySubject subject, List<Footprint> footprints) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s |",
        subject.name(),
        slopes(footprints, Footprint::retainedBytes),
        slopes(footprints, Footprint::peakBytes));
  }

  /** What differs from the first, for each item, user and interaction that it has more. */
  private static String slopes(List<Footprint> footprints, ToLongFunction<Footprint> bytes) {
    Footprint first = footprints.get(0);
    long[] numbers = {
      footprints.get(1).items() - first.items(),
      footprints.get(2).users() - first.users(),
      footprints.get(3).interactions() - first.interactions()
    };
    return String.join(
        " | ",
        IntStream.range(0, numbers.length)
            .mapToObj(n -> String.format(
                Locale.ROOT,
                "%,.0f",
                (double) (bytes.applyAsLong(footprints.get(n + 1)) - bytes.applyAsLong(first))
                    / numbers[n]))
            .toList());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
