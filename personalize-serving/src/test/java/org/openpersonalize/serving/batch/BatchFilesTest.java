// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.batch.BatchFileTable;
import org.openpersonalize.store.batch.BatchFileTable.Stand;
import org.openpersonalize.store.catalog.BatchJob;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.catalog.BatchSegmentJob;
import org.openpersonalize.store.catalog.BatchSegmentJobRepository;
import org.openpersonalize.store.catalog.S3DataConfig;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class BatchFilesTest {
  private static final String BUCKET = "batch-files";

  @Autowired
  BatchFiles files;

  @Autowired
  BatchFileTable table;

  @Autowired
  BatchSegmentJobRepository jobs;

  @Autowired
  ObjectStore objects;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Clock clock;

  @Autowired
  Shop shop;

  private final String folder = Shop.unused("folder") + "/";

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
    objects.createBucket(BUCKET);
  }

  /** Answers a line with itself, and notes which it was asked. */
  private static class Echo implements LineAnswer {
    final Set<String> asked = ConcurrentHashMap.newKeySet();

    @Override
    public int linesAtOnce() {
      return 10;
    }

    @Override
    public int mostLines() {
      return 5_000;
    }

    @Override
    public List<byte[]> of(List<String> lines) {
      assertThat(lines).hasSizeLessThanOrEqualTo(10);
      asked.addAll(lines);
      return lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    }
  }

  @Test
  void lines_are_answered_in_parallel_and_stay_in_their_order() throws IOException {
    List<String> lines = IntStream.range(0, 5_000).mapToObj(n -> "줄 " + n).toList();
    put("in/a.json", String.join("\r\n", lines) + "\n\n \n");
    BatchJob job = job();

    assertThat(files.answer(job, new Echo())).isEqualTo(5_000);

    assertThat(read("out/a.json.out").lines()).isEqualTo(lines);
    assertThat(read("out/_CHECK")).isEmpty();
    Stand stand = table.stand(job.arn());
    assertThat(stand.bytesRead()).isLessThanOrEqualTo(stand.bytes()).isPositive();
    assertThat(stand).isEqualTo(new Stand(1, 1, 5_000, stand.bytesRead(), stand.bytes()));
  }

  @Test
  void files_of_one_name_in_two_folders_have_an_answer_each() throws IOException {
    put("in/one/a.json", "1");
    put("in/two/a.json", "2");
    put("in/two/a.json.out", "what another job has written");

    files.answer(job(), new Echo());

    assertThat(read("out/one/a.json.out")).isEqualTo("1\n");
    assertThat(read("out/two/a.json.out")).isEqualTo("2\n");
  }

  @Test
  void a_job_goes_on_with_the_files_that_a_crash_has_left_to_do() throws IOException {
    put("in/a.json", "a1\na2");
    put("in/b.json", "b1\nb2");
    put("in/c.json", "c1");
    BatchJob job = job();
    Echo dying = new Echo() {
      @Override
      public List<byte[]> of(List<String> lines) {
        if (lines.contains("b2")) {
          throw new IllegalStateException("The process dies");
        }
        return super.of(lines);
      }
    };
    assertThatThrownBy(() -> files.answer(job, dying)).hasMessage("The process dies");
    assertThat(table.stand(job.arn()).filesDone()).isOne();
    Echo next = new Echo();

    assertThat(files.answer(job, next)).isEqualTo(5);

    assertThat(next.asked).containsExactlyInAnyOrder("b1", "b2", "c1");
    assertThat(read("out/a.json.out")).isEqualTo("a1\na2\n");
    assertThat(read("out/b.json.out")).isEqualTo("b1\nb2\n");
    assertThat(read("out/c.json.out")).isEqualTo("c1\n");
  }

  @Test
  void a_file_with_too_many_lines_or_one_too_long_is_refused_by_name() throws IOException {
    put("in/a.json", "x\n".repeat(5_001));
    assertRefused(
        ErrorCode.LIMIT_EXCEEDED,
        "in/a.json has more than 5000 lines",
        () -> files.answer(job(), new Echo()));

    put("in/a.json", "x\n" + "y".repeat(Lines.LONGEST + 1));
    assertRefused(
        ErrorCode.INVALID_INPUT, "Line 2 of s3://", () -> files.answer(job(), new Echo()));
  }

  @Test
  void too_many_files_are_refused() throws IOException {
    for (int file = 0; file <= 1_000; file++) {
      put("in/" + file, "x");
    }

    assertRefused(ErrorCode.LIMIT_EXCEEDED, "1001 files", () -> files.answer(job(), new Echo()));
  }

  private BatchJob job() {
    Arn version = shop.untrained(shop.solution("aws-item-affinity"));
    String name = Shop.unused("job");
    BatchSegmentJob job = new BatchSegmentJob(
        Shop.GROUP.sibling(ResourceType.BATCH_SEGMENT_JOB, name),
        name,
        version,
        new BatchJob.Order(
            null,
            null,
            new BatchJobInput(new S3DataConfig(at("in/"), null)),
            new BatchJobOutput(new S3DataConfig(at("out/"), null)),
            "arn:aws:iam::000000000000:role/batch"),
        clock.instant());
    transaction.executeWithoutResult(status -> jobs.create(job));
    return job;
  }

  private String at(String name) {
    return "s3://%s/%s%s".formatted(BUCKET, folder, name);
  }

  private void put(String name, String text) throws IOException {
    objects.put(
        BUCKET, folder + name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String read(String name) throws IOException {
    try (InputStream object = objects.open(BUCKET, folder + name)) {
      return new String(object.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
