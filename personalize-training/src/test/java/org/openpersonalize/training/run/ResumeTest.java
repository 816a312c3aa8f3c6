// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.training.Checkpoint;
import org.openpersonalize.core.training.Checkpoints;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.training.Shop;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.TrainingTestConfiguration;
import org.openpersonalize.training.publish.CheckpointStore;
import org.openpersonalize.training.publish.ModelPublisher;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ResumeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Arn VERSION =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:solution/resume/00000000");

  @Autowired
  SolutionService solutionService;

  @Autowired
  SolutionVersionService versionService;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  TrainingRun trainingRun;

  @Autowired
  CheckpointStore checkpoints;

  @Autowired
  ModelPublisher publisher;

  @Autowired
  PublishedModels models;

  @Autowired
  ObjectStore objects;

  @Autowired
  TrainingSettings settings;

  @Autowired
  Shop shop;

  private final ThreadPoolExecutor worker = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);

  @AfterEach
  void sendTheWorkerHome() {
    worker.shutdownNow();
  }

  @BeforeEach
  void openShop() throws IOException {
    shop.open();
    publisher.deleteAllBut(Optional.empty(), VERSION);
  }

  @Test
  void a_training_that_was_interrupted_again_and_again_ends_with_the_model_of_one_that_was_not()
      throws Exception {
    shop.sell(20_000);
    Arn undisturbed = create();
    trainingRun.run(undisturbed);
    Arn disturbed = create();

    List<Integer> kept = new ArrayList<>();
    while (versions.get(disturbed).status() != Status.ACTIVE) {
      if (runInterrupted(disturbed, kept.size() + 1)) {
        kept.add(checkpointsOf(disturbed).size());
      }
    }

    assertThat(kept).as("checkpoints at each interruption").anyMatch(count -> count > 0);
    assertThat(checkpointsOf(disturbed)).isEmpty();
    Map<String, byte[]> model = filesOf(disturbed);
    assertThat(model.keySet()).hasSizeGreaterThan(2);
    filesOf(undisturbed).forEach((name, content) -> {
      if (!name.equals("manifest.json")) {
        assertThat(model.get(name)).as(name).isEqualTo(content);
      }
    });
  }

  /**
   * Trains, and interrupts the training as the end of the service does, when so many parts have kept a state.
   *
   * @return was it interrupted?
   */
  private boolean runInterrupted(Arn version, int parts) throws Exception {
    Future<?> training = worker.submit(() -> trainingRun.run(version));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> training.isDone() || checkpointsOf(version).size() >= parts);
    if (training.cancel(true)) {
      await().until(() -> idle(worker));
    }
    if (!training.isCancelled()) {
      training.get();
    }
    return training.isCancelled();
  }

  private static boolean idle(ThreadPoolExecutor worker) {
    return worker.getActiveCount() == 0;
  }

  private List<String> checkpointsOf(Arn version) {
    try {
      return objects.list(settings.bucket(), ModelPublisher.prefix(version) + "checkpoint").stream()
          .map(ObjectEntry::key)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Map<String, byte[]> filesOf(Arn version) throws IOException {
    PublishedModel model = models.find(version).orElseThrow();
    Map<String, byte[]> files = new TreeMap<>();
    for (ObjectEntry file : objects.list(model.bucket(), model.prefix())) {
      try (InputStream content = objects.open(model.bucket(), file.key())) {
        files.put(file.key().substring(model.prefix().length()), content.readAllBytes());
      }
    }
    return files;
  }

  @Test
  void a_state_is_found_again_by_the_same_part_of_the_same_training_only() throws IOException {
    Checkpoint state = new Checkpoint(7, List.of(new float[] {1, -0f, 1e-40f}, new float[100]));
    of("data 1").part("train").part("als").offer(state);

    assertThat(of("data 1").part("train").part("als").latest()).hasValueSatisfying(found -> {
      assertThat(found.step()).isEqualTo(7);
      assertThat(found.arrays())
          .containsExactly(state.arrays().get(0), state.arrays().get(1));
    });
    assertThat(of("data 2").part("train").part("als").latest()).isEmpty();
    assertThat(of("data 1").part("train").latest()).isEmpty();
    assertThat(of("data 1").part("evaluate").part("als").latest()).isEmpty();

    publisher.deleteAllBut(Optional.empty(), VERSION);
    assertThat(of("data 1").part("train").part("als").latest()).isEmpty();
  }

  private Checkpoints of(String identity) {
    return checkpoints.of(VERSION, identity, TrainingProgress.NONE);
  }

  @Test
  void a_damaged_state_is_passed_over() throws IOException {
    of("data").part("train").offer(new Checkpoint(1, List.of(new float[1_000])));
    String key = checkpointsOf(VERSION).get(0);
    byte[] content;
    try (InputStream in = objects.open(settings.bucket(), key)) {
      content = in.readAllBytes();
    }
    content[content.length / 2] ^= 1;
    objects.put(settings.bucket(), key, new ByteArrayInputStream(content));

    assertThat(of("data").part("train").latest()).isEmpty();
  }

  @Test
  void a_state_is_not_written_while_the_training_is_called_off() {
    TrainingProgress calledOff = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return true;
      }
    };
    Checkpoints kept = checkpoints.of(VERSION, "data", calledOff);

    assertThatThrownBy(() -> kept.offer(new Checkpoint(1, List.of(new float[1_000]))))
        .isInstanceOf(CancellationException.class);
    assertThat(checkpointsOf(VERSION)).isEmpty();
  }

  private Arn create() {
    Arn solution = solutionService
        .create(new CreateSolution(
            "solution-" + UUID.randomUUID(),
            Shop.GROUP,
            Arn.ofService(ResourceType.RECIPE, "aws-user-personalization"),
            null,
            null,
            false,
            null,
            null,
            null,
            null))
        .solutionArn();
    return versionService
        .create(new CreateSolutionVersion(solution, null, null, null))
        .solutionVersionArn();
  }
}
