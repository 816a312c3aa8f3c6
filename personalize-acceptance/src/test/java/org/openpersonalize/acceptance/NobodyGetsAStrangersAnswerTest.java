// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.SolutionVersion;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/**
 * Visitors of one shop ask for recommendations while other shops' trainings end in the middle of reading what they were to
 * train on: for too many event types, because they are stopped, or because they take too long.
 *
 * <p>What such a training leaves behind, an answer of the database that nobody has read for example, must not reach anybody
 * else. Only histories that are read anew can tell, so they are made forgotten all the time.
 *
 * <p>{@code -Dtest.load=full} asks and trains more often, and it alone has trainings take too long, since no limit may be
 * shorter than a minute; {@code -Dtest.seed=…} repeats the moments of a run.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NobodyGetsAStrangersAnswerTest {
  private static final boolean IS_FULL = "full".equals(System.getProperty("test.load"));
  private static final long SEED = Long.getLong("test.seed", System.nanoTime() % 1_000_000);

  private static final int REQUESTS = IS_FULL ? 100_000 : 3_000;
  private static final int REFUSED = IS_FULL ? 98 : 3;
  private static final int STOPPED = IS_FULL ? 98 : 3;
  private static final int TIMED_OUT = IS_FULL ? 4 : 0;
  private static final int TRAININGS = REFUSED + STOPPED + TIMED_OUT;

  private static final int USERS = IS_FULL ? 6_000 : 2_000;
  private static final int UNKNOWN_USERS = 300;

  /** So many that their interactions take the better part of {@link #LATEST_STOP} to read. */
  private static final int CUSTOMERS_OF_THE_CHAIN = 20_000;

  private static final Duration LATEST_STOP = Duration.ofMillis(300);
  private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

  /** What a training that is refused takes, with patience for a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(8);

  /** How long the last trainings may take to end; a job that is tried four times takes 36 seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration POLLING = Duration.ofMillis(50);

  private static final Set<String> UNDER_WAY =
      Set.of("CREATE PENDING", "CREATE IN_PROGRESS", "CREATE STOPPING");

  private final Random random = new Random(SEED);
  private final List<Training> trainings = new ArrayList<>();
  private final List<String> withoutAnswer = new ArrayList<>();
  private ServiceProcess service;
  private int neighbours;

  /** How a training is to end. */
  private enum Ending {
    REFUSED,
    STOPPED,
    TIMED_OUT
  }

  private record Training(String versionArn, Ending ending) {}

  @BeforeEach
  void start() throws IOException, InterruptedException {
    service = ServiceProcess.start(
        "--personalize.training.timeout=" + TIME_LIMIT,
        "--personalize.limits.dataset-groups=" + (4 * TRAININGS + 10),
        "--personalize.limits.solution-versions-under-way=" + TRAININGS);
  }

  @AfterEach
  void close() throws IOException {
    service.close();
  }

  @Test
  void whatever_happens_to_the_trainings_of_other_shops() throws Exception {
    Shop manyTypes = shop("many-types", interactionsOfManyTypes());
    String refused = manyTypes.createSolution("refused", "aws-popularity-count");
    Shop chain = shop("chain", CornerShop.interactions(CUSTOMERS_OF_THE_CHAIN));
    String slow = createSolution(chain, 256);
    Shop shop = shop("shop", interactions());
    String campaign = shop.deploy(
        "shop",
        shop.awaitVersion(shop.createVersion(createSolution(shop, 32))).solutionVersionArn());

    try (Visitors visitors = new Visitors(service.runtime(), campaign, visitingUsers())) {
      requireThatAnswersDiffer(visitors.askInQuiet());
      makeHistoriesForgotten();
      double readInQuiet = historiesRead();

      visitors.askAgain(REQUESTS);
      List<Ending> endings = shuffledEndings();
      for (int n = 0; n < TRAININGS; n++) {
        Ending ending = endings.get(n);
        int before = n * (REQUESTS / TRAININGS);
        Shop.eventually("enough visitors", () -> visitors.askedAgain() >= before);
        isAnswered(() -> {
          String version = switch (ending) {
            case REFUSED -> manyTypes.createVersion(refused);
            case STOPPED -> createAndStop(chain, slow);
            case TIMED_OUT -> createAndHoldUp(chain, slow);
          };
          trainings.add(new Training(version, ending));
        });
        isAnswered(this::makeHistoriesForgotten);
        isAnswered(() -> shop.personalize.listSchemas(all -> {}));
        isAnswered(() -> shop.personalize.listSolutions(all -> {}));
      }
      Instant deadline = Instant.now().plus(PATIENCE);
      List<SolutionVersion> versions = trainings.stream()
          .map(training -> ended(shop, training.versionArn(), deadline))
          .toList();
      visitors.leave();

      double read = historiesRead() - readInQuiet;
      List<String> failures = internalFailures();
      List<String> repetitions = triedAgain();
      System.out.printf(
          "Acceptance: %d requests and %.0f histories read beside %d trainings, seed %d: %d answers changed, %d requests refused, %d trainings tried again, 500s %s, endings %s%n",
          visitors.askedAgain(),
          read,
          TRAININGS,
          SEED,
          visitors.changed().size(),
          visitors.refused().size() + withoutAnswer.size(),
          repetitions.size(),
          failures,
          endings(versions));
      assertThat(read).as("histories read").isGreaterThan(REQUESTS / 2.0);
      assertSoftly(softly -> {
        softly
            .assertThat(visitors.changed().stream().limit(20))
            .as("answers that changed")
            .isEmpty();
        softly.assertThat(visitors.refused()).as("visitors without an answer").isEmpty();
        softly.assertThat(withoutAnswer).as("other requests without an answer").isEmpty();
        softly.assertThat(failures).as("answers of 500 and more").isEmpty();
        softly.assertThat(repetitions).as("trainings that were tried again").isEmpty();
        for (int n = 0; n < versions.size(); n++) {
          requireEnd(softly, trainings.get(n).ending(), versions.get(n));
        }
      });
    }
  }

  /** Calls the service; what it does not answer is for the end, when all is counted. */
  private boolean isAnswered(Runnable call) {
    try {
      call.run();
      return true;
    } catch (SdkException e) {
      withoutAnswer.add(e.getMessage());
      return false;
    }
  }

  /** A shop whose interactions are imported. */
  private Shop shop(String name, List<String> interactions) {
    Shop shop = new Shop(service, name);
    shop.importFile(
        shop.createDataset("interactions", CornerShop.INTERACTIONS),
        name,
        ImportMode.FULL,
        shop.upload("interactions.csv", interactions));
    return shop;
  }

  /** Too many, and nothing else that a training would be refused for: 50 customers, 40 items, 1,200 purchases. */
  private static List<String> interactionsOfManyTypes() {
    return lines(IntStream.range(0, 1_200)
        .mapToObj(n -> "u%d,i%d,type-%d,%d"
            .formatted(n % 50, (n + n / 50) % 40, n % 300, 1_700_000_000 + 3_600 * n)));
  }

  /** A dozen purchases of each user, most of them of the user's taste, of which there are 20. */
  private List<String> interactions() {
    return lines(IntStream.range(0, 12 * USERS).mapToObj(n -> {
      int user = n % USERS;
      int taste = random.nextInt(10) < 8 ? user % 20 : random.nextInt(20);
      return "u%d,i%d,buy,%d".formatted(user, taste + 20 * random.nextInt(30), 1_600_000_000 + n);
    }));
  }

  private static List<String> lines(Stream<String> lines) {
    return Stream.concat(Stream.of("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP"), lines)
        .toList();
  }

  private static String createSolution(Shop shop, int factors) {
    return shop.createSolution(
        "factors-" + factors,
        "aws-user-personalization",
        Map.of("hidden_dimension", Integer.toString(factors)));
  }

  /** Known and unknown users, in no order. */
  private List<String> visitingUsers() {
    List<String> users = Stream.concat(
            IntStream.range(0, USERS).mapToObj(n -> "u" + n),
            IntStream.range(0, UNKNOWN_USERS).mapToObj(n -> "unknown-" + n))
        .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(users, random);
    return users;
  }

  /** Only then can it be seen that somebody got the answer of somebody else. */
  private static void requireThatAnswersDiffer(Map<String, List<PredictedItem>> answers) {
    assertThat(Set.copyOf(answers.values()))
        .as("an answer for each user, and one for those who are unknown")
        .hasSize(USERS + 1);
  }

  private List<Ending> shuffledEndings() {
    List<Ending> endings = new ArrayList<>();
    endings.addAll(Collections.nCopies(REFUSED, Ending.REFUSED));
    endings.addAll(Collections.nCopies(STOPPED, Ending.STOPPED));
    endings.addAll(Collections.nCopies(TIMED_OUT, Ending.TIMED_OUT));
    Collections.shuffle(endings, random);
    return endings;
  }

  /** Starts a training and stops it before long. */
  private String createAndStop(Shop shop, String solution) {
    String version = shop.createVersion(solution);
    pause(LATEST_STOP.multipliedBy(random.nextInt(100)).dividedBy(100));
    shop.personalize.stopSolutionVersionCreation(stop -> stop.solutionVersionArn(version));
    return version;
  }

  /** Starts a training that does not get at its data before its time is over. */
  private String createAndHoldUp(Shop shop, String solution) {
    try (Connection connection = service.database().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE dataset IN ACCESS EXCLUSIVE MODE");
      String version = shop.createVersion(solution);
      Shop.eventually(
          "its start", () -> shop.version(version).status().equals("CREATE IN_PROGRESS"));
      pause(TIME_LIMIT.plusSeconds(1));
      return version;
    } catch (SQLException e) {
      throw new IllegalStateException("The table could not be held", e);
    }
  }

  private static void pause(Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** A neighbour opens a shop: whenever a dataset is created, the histories of all users are read anew. */
  private void makeHistoriesForgotten() {
    new Shop(service, "neighbour-" + neighbours++).createDataset("users", CornerShop.USER_AGES);
  }

  private double historiesRead() throws IOException, InterruptedException {
    return service
        .metrics("cache_gets_total{cache=\"personalize.histories\",result=\"miss\"")
        .stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** How many answers of 500 and more there were, by operation, whether a client saw them or asked again. */
  private List<String> internalFailures() throws IOException, InterruptedException {
    return service.metrics("personalize_requests_seconds_count").stream()
        .filter(line -> line.contains("status=\"5"))
        .toList();
  }

  /** What the service logs of a job that it does once more. */
  private List<String> triedAgain() throws IOException {
    return service.log().lines().filter(line -> line.contains("tried again")).toList();
  }

  /** The version when it has ended, or as it is when there is no more patience. */
  private SolutionVersion ended(Shop shop, String versionArn, Instant deadline) {
    AtomicReference<SolutionVersion> version = new AtomicReference<>();
    while (!isAnswered(() -> version.set(shop.version(versionArn)))
        || UNDER_WAY.contains(version.get().status()) && Instant.now().isBefore(deadline)) {
      pause(POLLING);
    }
    return version.get();
  }

  private static Map<String, Long> endings(List<SolutionVersion> versions) {
    return versions.stream()
        .collect(Collectors.groupingBy(
            version -> "%s: %s".formatted(version.status(), version.failureReason()),
            Collectors.counting()));
  }

  private static void requireEnd(SoftAssertions softly, Ending ending, SolutionVersion version) {
    softly
        .assertThat(version.status())
        .as(version.failureReason())
        .isEqualTo(ending == Ending.STOPPED ? "CREATE STOPPED" : "CREATE FAILED");
    switch (ending) {
      case REFUSED -> {
        softly
            .assertThat(version.failureReason())
            .contains("event types")
            .doesNotContain("several times");
        softly
            .assertThat(Duration.between(version.creationDateTime(), version.lastUpdatedDateTime()))
            .as("time until it was refused")
            .isLessThan(SOON);
      }
      case STOPPED -> softly.assertThat(version.failureReason()).isNull();
      case TIMED_OUT ->
        softly
            .assertThat(version.failureReason())
            .contains("personalize.training.timeout")
            .doesNotContain("several times");
    }
  }
}
