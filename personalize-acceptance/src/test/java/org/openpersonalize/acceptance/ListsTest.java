// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.DataDeletionJobSummary;
import software.amazon.awssdk.services.personalize.model.DatasetGroupSummary;
import software.amazon.awssdk.services.personalize.model.DatasetImportJobSummary;
import software.amazon.awssdk.services.personalize.model.DatasetSchemaSummary;
import software.amazon.awssdk.services.personalize.model.EventTrackerSummary;
import software.amazon.awssdk.services.personalize.model.FilterSummary;
import software.amazon.awssdk.services.personalize.model.PersonalizeException;
import software.amazon.awssdk.services.personalize.model.SolutionSummary;

/**
 * Long lists are read by the page while others make and delete what they hold: a thousand schemas in ten pages, and with
 * {@code -Dtest.load=full} as many of each other kind; otherwise a hundred, in ten pages as well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ListsTest {
  private static final int LONG = 1_000;
  private static final int SHORT = "full".equals(System.getProperty("test.load")) ? LONG : 100;
  private static final int PAGES = 10;
  private static final int MAKERS = 4;
  private static final String TAKEN = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)";
  private static final String ROLE = "arn:aws:iam::000000000000:role/lists";

  private final ExecutorService readers = Executors.newCachedThreadPool();
  private final ExecutorService makers = Executors.newFixedThreadPool(MAKERS);
  private ServiceProcess service;
  private PersonalizeClient personalize;
  private String group;
  private String interactions;

  /** A page of a list: the ARNs on it, and what leads to the next one. */
  private record Slice(List<String> arns, @Nullable String next) {
    static <S> Slice of(List<S> summaries, Function<S, String> arn, @Nullable String next) {
      return new Slice(summaries.stream().map(arn).toList(), next);
    }
  }

  /** Something that there are many of. */
  private interface Kind {
    /** @return its ARN */
    String make(String name);

    Slice page(@Nullable String token, int maxResults);
  }

  /** Something that can be deleted as well. */
  private interface Deletable extends Kind {
    void delete(String arn);

    void describe(String arn);
  }

  @BeforeAll
  void open() throws IOException, InterruptedException {
    service = ServiceProcess.startQuickly(
        "--personalize.limits.schemas=5000",
        "--personalize.limits.dataset-groups=5000",
        "--personalize.limits.filters-per-dataset-group=5000",
        "--personalize.limits.solutions-per-dataset-group=5000",
        "--personalize.limits.import-jobs-under-way=5000",
        "--personalize.limits.pending-data-deletion-jobs-per-dataset-group=5000");
    personalize = service.personalize();
    Shop shop = new Shop(service, "lists");
    group = shop.groupArn();
    interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
  }

  @AfterAll
  void close() throws IOException {
    makers.shutdownNow();
    readers.shutdownNow();
    service.close();
  }

  @TestFactory
  Stream<DynamicTest> what_stays_is_on_one_page_of_a_list_while_others_come_and_go() {
    List<Reading> readings = List.of(
        new Reading("ListSchemas", LONG, new Schemas()),
        new Reading("ListDatasetGroups", SHORT, new Groups()),
        new Reading("ListFilters", SHORT, new Filters()),
        new Reading("ListSolutions", SHORT, new Solutions()),
        new Reading("ListEventTrackers", SHORT, new Trackers()),
        new Reading("ListDatasetImportJobs", SHORT, new Imports()),
        new Reading("ListDataDeletionJobs", SHORT, new Deletions()));
    readings.forEach(Reading::begin);
    return readings.stream().map(reading -> dynamicTest(reading.operation, reading::check));
  }

  @Test
  void a_page_holds_one_to_a_hundred() {
    for (int size : new int[] {0, 101}) {
      for (Kind kind : List.of(new Schemas(), new Groups(), new Filters(), new Imports())) {
        assertThatThrownBy(() -> kind.page(null, size))
            .isInstanceOf(PersonalizeException.class)
            .hasMessageContaining("maxResults");
      }
    }
  }

  /** Makes many of a kind, of which every tenth is to go, and reads the list while they do and others come. */
  private final class Reading {
    private final String operation;
    private final int size;
    private final Kind kind;
    private final Semaphore changes = new Semaphore(0);
    private Future<?> reading;
    private List<String> made = List.of();
    private final List<String> read = new ArrayList<>();
    private int pages;

    Reading(String operation, int size, Kind kind) {
      this.operation = operation;
      this.size = size;
      this.kind = kind;
    }

    void begin() {
      reading = readers.submit(() -> {
        List<Future<String>> making = IntStream.range(0, size)
            .mapToObj(n -> makers.submit(() -> kind.make("list-" + n)))
            .toList();
        List<String> arns = new ArrayList<>();
        for (Future<String> each : making) {
          arns.add(each.get());
        }
        made = arns;
        read();
        return null;
      });
    }

    private boolean isToGo(int n) {
      return n % PAGES == 0 && kind instanceof Deletable;
    }

    private void read() throws InterruptedException, ExecutionException {
      Slice page = turn(null);
      Future<?> coming = readers.submit(this::comeAndGo);
      if (kind instanceof Deletable deletable) {
        Shop.awaitGone(() -> deletable.describe(made.get(0)));
      }
      while (page.next() != null) {
        changes.acquire(); // so that something has changed since the last page
        page = turn(page.next());
      }
      coming.get();
    }

    private Slice turn(@Nullable String token) {
      Slice page = kind.page(token, size / PAGES);
      read.addAll(page.arns());
      pages++;
      return page;
    }

    private void comeAndGo() {
      for (int n = 0; n < size; n++) {
        if (isToGo(n)) {
          ((Deletable) kind).delete(made.get(n));
        }
        if (n % PAGES == 0) {
          kind.make("later-" + n);
          changes.release();
        }
      }
      changes.release(size);
    }

    void check() throws InterruptedException, ExecutionException {
      reading.get();
      List<String> stayed =
          IntStream.range(0, size).filter(n -> !isToGo(n)).mapToObj(made::get).toList();
      assertThat(pages).as("pages").isGreaterThanOrEqualTo(PAGES - 1);
      assertThat(read).doesNotHaveDuplicates().containsAll(stayed);
    }
  }

  private final class Schemas implements Deletable {
    @Override
    public String make(String name) {
      return personalize
          .createSchema(schema -> schema.name(name).schema(CornerShop.INTERACTIONS))
          .schemaArn();
    }

    @Override
    public Slice page(@Nullable String token, int maxResults) {
      var page = personalize.listSchemas(list -> list.nextToken(token).maxResults(maxResults));
      return Slice.of(page.schemas(), DatasetSchemaSummary::schemaArn, page.nextToken());
    }

    @Override
    public void delete(String arn) {
      personalize.deleteSchema(schema -> schema.schemaArn(arn));
    }

    @Override
    public void describe(String arn) {
      personalize.describeSchema(schema -> schema.schemaArn(arn));
    }
  }

  private final class Groups implements Deletable {
    @Override
    public String make(String name) {
      return personalize.createDatasetGroup(made -> made.name(name)).datasetGroupArn();
    }

    @Override
    public Slice page(@Nullable String token, int maxResults) {
      var page =
          personalize.listDatasetGroups(list -> list.nextToken(token).maxResults(maxResults));
      return Slice.of(page.datasetGroups(), DatasetGroupSummary::datasetGroupArn, page.nextToken());
    }

    @Override
    public void delete(String arn) {
      personalize.deleteDatasetGroup(deleted -> deleted.datasetGroupArn(arn));
    }

    @Override
    public void describe(String arn) {
      personalize.describeDatasetGroup(described -> described.datasetGroupArn(arn));
    }
  }

  private final class Filters implements Deletable {
    @Override
    public String make(String name) {
      return personalize
          .createFilter(filter -> filter.name(name).datasetGroupArn(group).filterExpression(TAKEN))
          .filterArn();
    }

    @Override
    public Slice page(@Nullable String token, int maxResults) {
      var page = personalize.listFilters(
          list -> list.datasetGroupArn(group).nextToken(token).maxResults(maxResults));
      return Slice.of(page.filters(), FilterSummary::filterArn, page.nextToken());
    }

    @Override
    public void delete(String arn) {
      personalize.deleteFilter(filter -> filter.filterArn(arn));
    }

    @Override
    public void describe(String arn) {
      personalize.describeFilter(filter -> filter.filterArn(arn));
    }
  }

  private final class Solutions implements Deletable {
    @Override
    public String make(String name) {
      return personalize
          .createSolution(made -> made.name(name)
              .datasetGroupArn(group)
              .recipeArn(Shop.recipe("aws-popularity-count"))
              .performAutoTraining(false))
          .solutionArn();
    }

    @Override
    public Slice page(@Nullable String token, int maxResults) {
      var page = personalize.listSolutions(
          list -> list.datasetGroupArn(group).nextToken(token).maxResults(maxResults));
      return Slice.of(page.solutions(), SolutionSummary::solutionArn, page.nextToken());
    }

    @Override
    public void delete(String arn) {
      personalize.deleteSolution(deleted -> deleted.solutionArn(arn));
    }

    @Override
    public void describe(String arn) {
      personalize.describeSolution(described -> described.solutionArn(arn));
    }
  }

  /** Each in a dataset group of its own, which can have one. */
  private final class Trackers implements Deletable {
    @Override
    public String make(String name) {
      String own = new Groups().make("tracked-" + name);
      return personalize
          .createEventTracker(tracker -> tracker.name(name).datasetGroupArn(own))
          .eventTrackerArn();
    }

    @Override
    public Slice page(@Nullable String token, int maxResults) {
      var page =
          personalize.listEventTrackers(list -> list.nextToken(token).maxResults(maxResults));
      return Slice.of(page.eventTrackers(), EventTrackerSummary::eventTrackerArn, page.nextToken());
    }

    @Override
    public void delete(String arn) {
      personalize.deleteEventTracker(tracker -> tracker.eventTrackerArn(arn));
    }

    @Override
    public void describe(String arn) {
      personalize.describeEventTracker(tracker -> tracker.eventTrackerArn(arn));
    }
  }

  /** Of a file that is not there: they fail in no time. */
  private final class Imports implements Kind {
    @Override
    public String make(String name) {
      return personalize
          .createDatasetImportJob(job -> job.jobName(name)
              .datasetArn(interactions)
              .roleArn(ROLE)
              .dataSource(source -> source.dataLocation("s3://personalize/lists/none.csv")))
          .datasetImportJobArn();
    }

    @Override
    public Slice page(@Nullable String token, int maxResults) {
      var page = personalize.listDatasetImportJobs(
          list -> list.datasetArn(interactions).nextToken(token).maxResults(maxResults));
      return Slice.of(
          page.datasetImportJobs(), DatasetImportJobSummary::datasetImportJobArn, page.nextToken());
    }
  }

  /** The newest of them come first. */
  private final class Deletions implements Kind {
    @Override
    public String make(String name) {
      return personalize
          .createDataDeletionJob(job -> job.jobName(name)
              .datasetGroupArn(group)
              .roleArn(ROLE)
              .dataSource(source -> source.dataLocation("s3://personalize/lists/none.csv")))
          .dataDeletionJobArn();
    }

    @Override
    public Slice page(@Nullable String token, int maxResults) {
      var page = personalize.listDataDeletionJobs(
          list -> list.datasetGroupArn(group).nextToken(token).maxResults(maxResults));
      return Slice.of(
          page.dataDeletionJobs(), DataDeletionJobSummary::dataDeletionJobArn, page.nextToken());
    }
  }
}
