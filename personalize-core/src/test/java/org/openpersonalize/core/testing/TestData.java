// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.schema.DatasetSchema;

/** Interactions to test with: real ones, and generated ones with a known answer. */
public final class TestData {
  private static final DatasetSchema ITEMS = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"GENRES","type":["null","string"],"categorical":true},
        {"name":"PRICE","type":["null","float"]}]}""", null);

  public static final Path ROOT =
      Path.of(Objects.requireNonNullElse(System.getProperty("personalize.root"), ".."));

  private TestData() {}

  /** 396,337 purchases of 4,334 customers of a shop; in the repository, so never skipped. */
  public static InteractionLog onlineRetail() {
    return read(ROOT.resolve("demo-data/online-retail/interactions.csv.gz"));
  }

  /** What the first customers of {@link #onlineRetail} bought. */
  public static InteractionLog onlineRetail(int customers) {
    return read(ROOT.resolve("demo-data/online-retail/interactions.csv.gz"), customers);
  }

  /** As {@link #onlineRetail}, with the column INVOICE. */
  public static InteractionLog onlineRetailWithInvoices() {
    try {
      return InteractionFile.read(
          ROOT.resolve("demo-data/online-retail/interactions.csv.gz"),
          List.of("INVOICE"),
          List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** MovieLens 100K, which may not be redistributed: the test is skipped where it is absent. */
  public static InteractionLog movieLens100k() {
    return read(notRedistributable("ml-100k/interactions.csv"));
  }

  /**
   * A file of a data set that may not be redistributed: the test is skipped where it is absent.
   *
   * @param path in the folder of data sets, such as {@code gowalla-lightgcn/test.csv.gz}
   */
  public static Path notRedistributable(String path) {
    Path folder = Path.of(Objects.requireNonNullElse(System.getenv("PERSONALIZE_TEST_DATA"), ""));
    Path data = folder.toString().isEmpty() ? ROOT.resolve("../shared/data") : folder;
    Path file = data.resolve(path);
    assumeTrue(Files.exists(file), "skipped: no data set at " + file);
    return file;
  }

  /**
   * Users of even number like items of even number and odd ones odd ones; each user has all items of its kind but one,
   * user u not having item {@link #withheld}.
   */
  public static InteractionLog checkerboard(int users, int items) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < users; user++) {
      for (int item = user % 2; item < items; item += 2) {
        if (item != withheld(user, items)) {
          log.add("u" + user, "i" + item, "view", Float.NaN, 1000L * item);
        }
      }
    }
    return log.build();
  }

  /** The item of its kind that the user of a checkerboard was not given. */
  public static int withheld(int user, int items) {
    return (user + 2 * (user / 2 % (items / 4))) % items;
  }

  /** Users of even number like items of even number and odd ones odd ones; each has a random half of them. */
  public static InteractionLog twoTastes(int users, int items) {
    SplittableRandom random = new SplittableRandom(users);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < users; user++) {
      for (int item = user % 2; item < items; item += 2) {
        if (random.nextBoolean()) {
          log.add("u" + user, "i" + item, "view", Float.NaN, random.nextInt(1_000_000));
        }
      }
    }
    return log.build();
  }

  /** Random interactions of every kind of event, in no order; some at the same time. */
  public static InteractionLog random(long seed, int users, int items, int interactions) {
    return random(seed, users, items, interactions, 300);
  }

  /** As {@link #random(long, int, int, int)}, within so many days; all at once if there are none. */
  public static InteractionLog random(long seed, int users, int items, int interactions, int days) {
    SplittableRandom random = new SplittableRandom(seed);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int row = 0; row < interactions; row++) {
      log.add(
          "u" + random.nextInt(users),
          "i" + (int) (items * random.nextDouble() * random.nextDouble()),
          random.nextBoolean() ? "view" : "purchase",
          random.nextInt(4) == 0 ? Float.NaN : random.nextInt(5),
          86_400_000L * random.nextInt(days + 1));
    }
    return log.build();
  }

  /** Records of all items of a log: categories {@code g0}, {@code g1} … in turn, and a price. */
  public static RecordColumns records(InteractionLog log, int categories) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(ITEMS);
    for (int item = 0; item < log.items().size(); item++) {
      records.add(
          Utf8Slice.of(log.items().id(item)),
          Utf8Slice.of("{\"GENRES\": \"g%d\", \"PRICE\": %d}".formatted(item % categories, item)));
    }
    return records.build();
  }

  private static InteractionLog read(Path file) {
    return read(file, Integer.MAX_VALUE);
  }

  private static InteractionLog read(Path file, int users) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    Set<String> read = new HashSet<>();
    try (CsvRecordReader csv = new CsvRecordReader(open(file), file.toString())) {
      int user = csv.column("USER_ID");
      int item = csv.column("ITEM_ID");
      int type = csv.column("EVENT_TYPE");
      int value = csv.column("EVENT_VALUE");
      int time = csv.column("TIMESTAMP");
      while (csv.next()) {
        if (read.contains(csv.cell(user)) || (read.size() < users && read.add(csv.cell(user)))) {
          log.add(
              csv.cell(user),
              csv.cell(item),
              csv.cell(type),
              Float.parseFloat(csv.cell(value)),
              1000 * Long.parseLong(csv.cell(time)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.build();
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  /** A training of a recipe by its own parameters. */
  public static Training training(
      Hyperparameters hyperparameters,
      InteractionLog log,
      ConfidenceRule events,
      long seed,
      int threads) {
    return training(hyperparameters, ParameterSearch.NONE, log, events, seed, threads);
  }

  /** A training among all families. */
  public static Training training(
      Hyperparameters hyperparameters,
      ParameterSearch search,
      InteractionLog log,
      ConfidenceRule events,
      long seed,
      int threads) {
    return new Training(
        new Candidates(hyperparameters, search, ModelFamilies.ALL),
        events,
        log,
        new Execution(seed, threads));
  }
}
