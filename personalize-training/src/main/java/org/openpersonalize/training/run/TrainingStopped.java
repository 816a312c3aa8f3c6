package org.openpersonalize.training.run;

import java.util.concurrent.CancellationException;
import org.openpersonalize.core.resource.Arn;

/** The user called the training off. */
final class TrainingStopped extends CancellationException {
  TrainingStopped(Arn versionArn) {
    super("The training of %s was stopped".formatted(versionArn));
  }
}
