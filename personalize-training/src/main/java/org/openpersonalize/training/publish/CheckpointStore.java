// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.publish;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openpersonalize.core.artifact.CheckpointFile;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.training.Checkpoint;
import org.openpersonalize.core.training.Checkpoints;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.training.TrainingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the states of a training in the object store until the training has ended, one file for each of its parts, under
 * the prefix of what is trained and beside the runs'. {@link ModelPublisher#deleteAllBut} deletes them.
 *
 * <p>A checkpoint is a help and no duty: one that cannot be written or read costs time and nothing else.
 */
@Component
public class CheckpointStore {
  private static final Logger log = LoggerFactory.getLogger(CheckpointStore.class);

  /** A training spends at most a tenth of its time on checkpoints. */
  private static final int TIMES_ITS_COST = 9;

  private final ObjectStore objects;
  private final TrainingSettings settings;

  public CheckpointStore(ObjectStore objects, TrainingSettings settings) {
    this.objects = objects;
    this.settings = settings;
  }

  /**
   * The checkpoints of a training.
   *
   * @param identity everything the model depends on: data, parameters, seed, kernels
   * @param progress gives writing up if it is cancelled
   */
  public Checkpoints of(Arn trainedArn, String identity, TrainingProgress progress) {
    return new Stored(
        ModelPublisher.prefix(trainedArn) + "checkpoint", new Pace(), identity, progress);
  }

  /** When the parts of a training may write. */
  private final class Pace {
    private long next = System.nanoTime() + settings.checkpointInterval().toNanos();

    boolean isDue() {
      return System.nanoTime() >= next;
    }

    void written(long begun) {
      long now = System.nanoTime();
      next =
          now + Math.max(settings.checkpointInterval().toNanos(), TIMES_ITS_COST * (now - begun));
    }
  }

  private final class Stored implements Checkpoints {
    private final String key;
    private final Pace pace;
    private final String identity;
    private final TrainingProgress progress;

    Stored(String key, Pace pace, String identity, TrainingProgress progress) {
      this.key = key;
      this.pace = pace;
      this.identity = identity;
      this.progress = progress;
    }

    @Override
    public Checkpoints part(String name) {
      return new Stored(key + "/" + name, pace, identity, progress);
    }

    @Override
    public Optional<Checkpoint> latest() {
      try {
        Optional<ObjectEntry> file = objects.list(settings.bucket(), key).stream()
            .filter(each -> each.key().equals(key))
            .findFirst();
        return file.isPresent() ? read(file.get()) : Optional.empty();
      } catch (IOException e) {
        log.warn(
            "The checkpoint {} cannot be read, its training begins anew: {}", key, e.getMessage());
        return Optional.empty();
      }
    }

    private Optional<Checkpoint> read(ObjectEntry file) throws IOException {
      try (InputStream in = new BufferedInputStream(objects.open(settings.bucket(), key))) {
        Optional<Checkpoint> state = CheckpointFile.read(identity, in, file.size());
        state.ifPresent(found -> log.info("Going on after step {} of {}", found.step(), key));
        return state;
      }
    }

    @Override
    public void offer(Checkpoint state) {
      if (pace.isDue()) {
        long begun = System.nanoTime();
        try {
          write(state);
        } catch (IOException e) {
          log.warn("The checkpoint {} cannot be written: {}", key, e.getMessage());
        }
        pace.written(begun);
      }
    }

    private void write(Checkpoint state) throws IOException {
      Path file = Files.createTempFile("personalize-checkpoint", null);
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          CheckpointFile.write(identity, state, out);
        }
        try (InputStream content = new CancellableInput(Files.newInputStream(file), progress)) {
          objects.put(settings.bucket(), key, content);
        }
      } finally {
        Files.delete(file);
      }
    }
  }
}
