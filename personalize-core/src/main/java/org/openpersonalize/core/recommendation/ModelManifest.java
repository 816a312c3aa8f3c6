package org.openpersonalize.core.recommendation;

import java.time.Instant;
import java.util.Map;
import org.openpersonalize.core.artifact.FileEntry;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.Fading.Law;
import org.openpersonalize.core.ranking.Calibration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything about a model but its numbers; the file {@code manifest.json}.
 *
 * <p>It is written last: a model without a manifest was never finished.
 *
 * @param formatVersion of all files, {@link #FORMAT_VERSION}
 * @param libraryVersion of the program that wrote it
 * @param creationDateTime when the training was done
 * @param recipeArn what was trained
 * @param hyperparameters as the user gave them
 * @param model the family and the settings it was trained with
 * @param seed of everything random
 * @param counts of what the model was trained on
 * @param dataDigest SHA-256 of the interactions, in hex
 * @param confidenceRule how events become confidences, also at request time
 * @param calibration how scores become probabilities
 * @param evaluation of a model like this one, trained without the users it was tested on
 * @param popularityBaseline of the popularity model on the same users
 * @param files the other files
 */
public record ModelManifest(
    int formatVersion,
    String libraryVersion,
    Instant creationDateTime,
    String recipeArn,
    Map<String, String> hyperparameters,
    ModelDescription model,
    long seed,
    Counts counts,
    String dataDigest,
    ConfidenceRule confidenceRule,
    Calibration calibration,
    EvaluationReport evaluation,
    EvaluationReport popularityBaseline,
    Map<String, FileEntry> files) {
  public static final int FORMAT_VERSION = 3;
  static final int OLDEST_READ = 2;
  private static final int FADING_SINCE = 3;

  /**
   * How much a model was trained on.
   *
   * @param users with an interaction that counts
   * @param items of the catalogue
   * @param interactions that count
   */
  public record Counts(int users, int items, int interactions) {}

  /**
   * Reads the manifest of a model, of this format or one before.
   *
   * @throws UnreadableModelException if it is damaged or of a format that is not known
   */
  static ModelManifest read(ModelReader reader) throws UnreadableModelException {
    ObjectNode json = reader.manifest();
    int version = json.path("formatVersion").asInt(-1);
    if (version < OLDEST_READ || version > FORMAT_VERSION) {
      throw new UnreadableModelException(
          "The model has format %d and this version reads formats %d to %d: train it again"
              .formatted(version, OLDEST_READ, FORMAT_VERSION));
    }
    if (version < FADING_SINCE && json.path("confidenceRule") instanceof ObjectNode rule) {
      addFading(rule);
    }
    return reader.manifest(ModelManifest.class);
  }

  /** Until format 2 a rule had a half-life, if any, and it was exponential. */
  private static void addFading(ObjectNode rule) {
    JsonNode halfLife = rule.remove("halfLife");
    if (halfLife == null || halfLife.isNull()) {
      rule.putNull("fading");
    } else {
      rule.putObject("fading")
          .put("law", Law.EXPONENTIAL.name())
          .put("floor", 0.0)
          .put("halfRank", 0)
          .set("halfLife", halfLife);
    }
  }

  ModelManifest withFiles(Map<String, FileEntry> written) {
    return new ModelManifest(
        formatVersion,
        libraryVersion,
        creationDateTime,
        recipeArn,
        hyperparameters,
        model,
        seed,
        counts,
        dataDigest,
        confidenceRule,
        calibration,
        evaluation,
        popularityBaseline,
        written);
  }
}
