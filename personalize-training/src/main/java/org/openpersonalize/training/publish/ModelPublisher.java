// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.publish;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.training.TrainingSettings;
import org.springframework.stereotype.Component;

/**
 * Puts a model's files into the object store, in the order they were written, so the manifest last: files without a
 * manifest are the remains of a run that did not end. Whoever ends the training {@linkplain #deleteAllBut deletes} them.
 *
 * <p>Each run has a prefix of its own, so that one that is started again never touches what another has written.
 */
@Component
public class ModelPublisher {
  private final ObjectStore objects;
  private final TrainingSettings settings;

  public ModelPublisher(ObjectStore objects, TrainingSettings settings) {
    this.objects = objects;
    this.settings = settings;
  }

  /**
   * What the keys of all files of a resource, and of what is below it, start with: for a solution its name, for another kind
   * of resource first the kind, after a sign that no name begins with.
   */
  public static String prefix(Arn arn) {
    return arn.typeName().equals(ResourceType.SOLUTION.wire())
        ? arn.id() + "/"
        : "_%s/%s/".formatted(arn.typeName(), arn.id());
  }

  /**
   * Publishes a model and answers what its files' keys start with.
   *
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public String publish(Arn trainedArn, UUID run, TrainedModel model, TrainingProgress progress)
      throws IOException {
    String prefix = prefix(trainedArn) + run + "/";
    Path directory = Files.createTempDirectory("personalize-model");
    List<Path> files = new ArrayList<>();
    try {
      model.write(name -> {
        Path file = directory.resolve(name);
        files.add(file);
        return new BufferedOutputStream(Files.newOutputStream(file));
      });
      for (Path file : files) {
        try (InputStream content = new CancellableInput(Files.newInputStream(file), progress)) {
          objects.put(settings.bucket(), prefix + file.getFileName(), content);
        }
      }
      return prefix;
    } finally {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    }
  }

  /**
   * Publishes the files of a model once more, for something else, and answers what the copies' keys start with.
   *
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public String copy(PublishedModel model, Arn trainedArn, UUID run, TrainingProgress progress)
      throws IOException {
    String prefix = prefix(trainedArn) + run + "/";
    for (ObjectEntry file : objects.list(model.bucket(), model.prefix())) {
      try (InputStream content =
          new CancellableInput(objects.open(model.bucket(), file.key()), progress)) {
        objects.put(
            settings.bucket(), prefix + file.key().substring(model.prefix().length()), content);
      }
    }
    return prefix;
  }

  /** Deletes files of what was trained that are not those of the model that was published. */
  public void deleteAllBut(Optional<String> publishedPrefix, Arn trainedArn) throws IOException {
    Set<String> prefixes = objects.list(settings.bucket(), prefix(trainedArn)).stream()
        .map(file -> file.key().substring(0, file.key().lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
    publishedPrefix.ifPresent(prefixes::remove);
    for (String prefix : prefixes) {
      delete(prefix);
    }
  }

  /** Deletes the files of a resource's trainings, all but those of some. */
  public void deleteBelow(Arn resource, Collection<Arn> kept) throws IOException {
    Set<String> keptPrefixes =
        kept.stream().map(ModelPublisher::prefix).collect(Collectors.toSet());
    String own = prefix(resource);
    Set<String> trainings = objects.list(settings.bucket(), own).stream()
        .map(file -> file.key().substring(0, file.key().indexOf('/', own.length()) + 1))
        .collect(Collectors.toSet());
    trainings.removeAll(keptPrefixes);
    for (String prefix : trainings) {
      delete(prefix);
    }
  }

  /** Deletes all model files whose keys start with a prefix. */
  public void delete(String prefix) throws IOException {
    objects.deleteAll(settings.bucket(), prefix);
  }
}
