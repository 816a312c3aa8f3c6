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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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
import org.openpersonalize.store.batch.FileStand;
import org.openpersonalize.store.catalog.BatchJob;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.catalog.BatchSegmentJob;
import org.openpersonalize.store.catalog.BatchSegmentJobRepository;
import org.openpersonalize.store.catalog.S3DataConfig;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.PartedUpload.UploadGone;
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

    assertThat(answer(job, new Echo())).isEqualTo(5_000);

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

    answer(job(), new Echo());

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
    assertThatThrownBy(() -> answer(job, dying)).hasMessage("The process dies");
    assertThat(table.stand(job.arn()).filesDone()).isOne();
    Echo next = new Echo();

    assertThat(answer(job, next)).isEqualTo(5);

    assertThat(next.asked).containsExactlyInAnyOrder("b1", "b2", "c1");
    assertThat(read("out/a.json.out")).isEqualTo("a1\na2\n");
    assertThat(read("out/b.json.out")).isEqualTo("b1\nb2\n");
    assertThat(read("out/c.json.out")).isEqualTo("c1\n");
  }

  /** Answers a line with so much that a few hundred of them are a part. */
  private static final class Talker extends Echo {
    final String dyingAt;

    Talker(String dyingAt) {
      this.dyingAt = dyingAt;
    }

    @Override
    public List<byte[]> of(List<String> lines) {
      if (lines.contains(dyingAt)) {
        throw new IllegalStateException("The process dies");
      }
      return super.of(lines).stream().map(line -> saying(line)).toList();
    }

    private static byte[] saying(byte[] line) {
      byte[] much = Arrays.copyOf(line, 20_000);
      Arrays.fill(much, line.length, much.length, (byte) '.');
      return much;
    }

    static String answers(List<String> lines) {
      return lines.stream()
          .map(line ->
              new String(saying(line.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
          .collect(Collectors.joining("\n", "", "\n"));
    }
  }

  @Test
  void a_job_goes_on_within_a_file_behind_the_last_part_that_is_stored() throws IOException {
    List<String> lines = IntStream.range(0, 900).mapToObj(n -> "줄 " + n).toList();
    put("in/a.json", String.join("\n\n", lines));
    BatchJob job = job();
    for (String dyingAt : List.of("줄 400", "줄 730")) {
      assertThatThrownBy(() -> answer(job, new Talker(dyingAt))).hasMessage("The process dies");
    }
    Talker last = new Talker("");

    assertThat(answer(job, last)).isEqualTo(900);

    assertThat(last.asked).hasSizeBetween(170, 540).contains("줄 730", "줄 899");
    assertThat(read("out/a.json.out").equals(Talker.answers(lines))).isTrue();
    assertThat(table.stands(job.arn())).singleElement().satisfies(stand -> {
      assertThat(stand.isDone()).isTrue();
      assertThat(stand.uploadId()).isNull();
      assertThat(stand.parts()).isEmpty();
    });
  }

  @Test
  void a_file_is_begun_anew_if_its_parts_are_gone_or_it_is_another() throws IOException {
    List<String> lines = IntStream.range(0, 600).mapToObj(n -> "n" + n).toList();
    put("in/a.json", String.join("\n", lines));
    BatchJob job = job();
    assertThatThrownBy(() -> answer(job, new Talker("n500"))).hasMessage("The process dies");
    String upload = table.stands(job.arn()).get(0).uploadId();
    objects.upload(BUCKET, folder + "out/a.json.out", upload).abort();

    assertThat(answer(job, new Talker(""))).isEqualTo(600);

    assertThat(read("out/a.json.out").equals(Talker.answers(lines))).isTrue();
    BatchJob another = job();
    assertThatThrownBy(() -> answer(another, new Talker("n500"))).hasMessage("The process dies");
    List<String> others = lines.subList(100, 590);
    put("in/a.json", String.join("\n", others));

    assertThat(answer(another, new Talker(""))).isEqualTo(490);

    assertThat(read("out/a.json.out").equals(Talker.answers(others))).isTrue();
  }

  @Test
  void a_job_that_has_failed_leaves_no_parts_behind() throws IOException {
    put(
        "in/a.json",
        IntStream.range(0, 600).mapToObj(n -> "n" + n).collect(Collectors.joining("\n")));
    BatchJob job = job();
    assertThatThrownBy(() -> answer(job, new Talker("n500"))).hasMessage("The process dies");
    FileStand stand = table.stands(job.arn()).get(0);

    files.abandon(job);

    assertThat(table.stands(job.arn()).get(0).uploadId()).isNull();
    assertThatThrownBy(() -> objects
            .upload(BUCKET, folder + "out/a.json.out", stand.uploadId())
            .complete(stand.parts().stream().map(FileStand.Part::tag).toList()))
        .isInstanceOf(UploadGone.class);
  }

  @Test
  void a_run_that_was_taken_over_stores_nothing_any_more() throws IOException {
    put(
        "in/a.json",
        IntStream.range(0, 600).mapToObj(n -> "n" + n).collect(Collectors.joining("\n")));
    BatchJob job = job();
    AtomicInteger notes = new AtomicInteger();

    assertThatThrownBy(() -> files.answer(job, new Talker(""), change -> {
          if (notes.incrementAndGet() > 4) {
            throw new IllegalStateException("Another worker has taken over");
          }
          change.run();
        }))
        .hasMessage("Another worker has taken over");

    assertThat(table.stands(job.arn()).get(0).parts()).hasSize(1);
    assertThat(answer(job, new Talker(""))).isEqualTo(600);
  }

  @Test
  void a_file_with_too_many_lines_or_one_too_long_is_refused_by_name() throws IOException {
    put("in/a.json", "x\n".repeat(5_001));
    assertRefused(
        ErrorCode.LIMIT_EXCEEDED,
        "in/a.json has more than 5000 lines",
        () -> answer(job(), new Echo()));

    put("in/a.json", "x\n" + "y".repeat(Lines.LONGEST + 1));
    assertRefused(
        ErrorCode.INVALID_INPUT, "The line at byte 2 of s3://", () -> answer(job(), new Echo()));
  }

  @Test
  void too_many_files_are_refused() throws IOException {
    for (int file = 0; file <= 1_000; file++) {
      put("in/" + file, "x");
    }

    assertRefused(ErrorCode.LIMIT_EXCEEDED, "1001 files", () -> answer(job(), new Echo()));
  }

  private long answer(BatchJob job, LineAnswer answer) throws IOException {
    return files.answer(job, answer, Runnable::run);
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
