// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.recommendation.ModelRecord;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Reads what a version's model says of itself, without the model. */
@Service
public class VersionEvaluationService {
  private static final Logger log = LoggerFactory.getLogger(VersionEvaluationService.class);

  private final PublishedModels models;
  private final ObjectStore objects;

  VersionEvaluationService(PublishedModels models, ObjectStore objects) {
    this.models = models;
    this.objects = objects;
  }

  /** Empty if the version is not trained, or its files cannot be read any more, of which the log says why. */
  public Optional<VersionEvaluation> of(Arn solutionVersionArn) {
    return models.find(solutionVersionArn).flatMap(this::read);
  }

  private Optional<VersionEvaluation> read(PublishedModel model) {
    try {
      ModelRecord read =
          ModelRecord.read(file -> objects.open(model.bucket(), model.prefix() + file));
      TestedUsers tested = read.tested();
      return Optional.of(new VersionEvaluation(
          model.trainedArn(),
          read.manifest(),
          tested != null && tested.isEnough() ? tested : null));
    } catch (UnreadableModelException e) {
      log.warn("What the model of {} says cannot be read", model.trainedArn(), e);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
