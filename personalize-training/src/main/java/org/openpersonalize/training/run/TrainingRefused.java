package org.openpersonalize.training.run;

/** A training that cannot be, for a reason that the user can mend; its message becomes the {@code failureReason}. */
final class TrainingRefused extends Exception {
  TrainingRefused(String reason) {
    super(reason);
  }
}
