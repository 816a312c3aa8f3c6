// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.FileEntry;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.content.ContentVectors;
import org.openpersonalize.core.context.ContextWeight;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.Fading.Law;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.reward.OptimizationObjective;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything about a model but its numbers. In the file {@code manifest.json} all members of the parts stand side by side,
 * between the format and the list of the other files.
 *
 * <p>It is written last: a model without a manifest was never finished.
 */
public record ModelManifest(
    @JsonUnwrapped Origin origin,
    @JsonUnwrapped Subject subject,
    @JsonUnwrapped Lesson lesson,
    @JsonUnwrapped Assessment assessment) {
  private static final int OLDEST_READ = 2;
  private static final int FADING_SINCE = 3;
  private static final int FORMAT_OF_THE_ASSESSED = 3;

  /** A model that was assessed in part or not at all, which format 3 did not know. */
  private static final int FORMAT_OF_THE_UNASSESSED = 4;

  /** A model with an objective, which is not to be asked as a program that knows format 4 would. */
  private static final int FORMAT_WITH_OBJECTIVE = 5;

  private static final int NEWEST_READ = 5;
  private static final String OBJECTIVE = "optimizationObjective";
  private static final String CONTEXT = "context";
  private static final List<String> REPORTS = List.of("evaluation", "popularityBaseline");
  private static final String BANDS = "bands";

  private static final String CONTENT = "content";
  private static final String NEWEST_INTERACTION = "newestInteraction";

  /**
   * Where a model comes from.
   *
   * @param libraryVersion of the program that trained it
   * @param creationDateTime when the training was done
   */
  public record Origin(String libraryVersion, Instant creationDateTime) {}

  /**
   * What was trained.
   *
   * @param hyperparameters as the user gave them
   * @param model the family and the settings it was trained with
   * @param optimizationObjective what it was made to bring beside relevance, absent if nothing; with one there are weights of items
   * @param content how the vectors of items were learned from their records, null if they were not
   */
  public record Subject(
      String recipeArn,
      Map<String, String> hyperparameters,
      ModelDescription model,

      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OptimizationObjective optimizationObjective,

      @JsonInclude(JsonInclude.Include.NON_NULL) ContentVectors.@Nullable Fit content) {}

  /**
   * What it was learned from.
   *
   * @param seed of everything random
   * @param dataDigest SHA-256 of the interactions, in hex
   * @param confidenceRule how events become confidences, also at request time
   * @param newestInteraction when it happened; null in files of before, and where there is none
   */
  public record Lesson(
      long seed,
      Counts counts,
      String dataDigest,
      ConfidenceRule confidenceRule,

      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant newestInteraction) {}

  /**
   * How much a model was trained on.
   *
   * @param users with an interaction that counts
   * @param items of the catalogue
   * @param interactions that count
   */
  public record Counts(int users, int items, int interactions) {}

  /**
   * What is known of how well a model does. Each is null where nobody asked: not every model has users whose next steps can
   * be compared with what it says.
   *
   * @param calibration how scores become probabilities; without it there are none
   * @param evaluation of a model like this one, trained without the users it was tested on
   * @param popularityBaseline of the popularity model on the same users
   * @param context what each column counts that tells of the situation, in the order of their files; absent if none does
   */
  public record Assessment(
      @Nullable Calibration calibration,
      @Nullable EvaluationReport evaluation,
      @Nullable EvaluationReport popularityBaseline,

      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ContextWeight> context) {
    public static final Assessment NONE = new Assessment(null, null, null);

    public Assessment {
      context = List.copyOf(context);
    }

    /** Of a model to which all situations are alike. */
    public Assessment(
        @Nullable Calibration calibration,
        @Nullable EvaluationReport evaluation,
        @Nullable EvaluationReport popularityBaseline) {
      this(calibration, evaluation, popularityBaseline, List.of());
    }

    /** The same with what the columns count that count at all. */
    Assessment in(List<ContextWeight> weights) {
      return new Assessment(
          calibration,
          evaluation,
          popularityBaseline,
          weights.stream().filter(ContextWeight::counts).toList());
    }

    private boolean isComplete() {
      return calibration != null && evaluation != null && popularityBaseline != null;
    }
  }

  /**
   * The file.
   *
   * @param formatVersion of all files
   * @param files the other files
   */
  private record Written(
      int formatVersion, @JsonUnwrapped ModelManifest manifest, Map<String, FileEntry> files) {}

  /** Writes the manifest of the files that were written. */
  void write(ModelWriter writer) throws IOException {
    writer.writeManifest(new Written(format(), this, writer.files()));
  }

  private int format() {
    if (subject.optimizationObjective() != null) {
      return FORMAT_WITH_OBJECTIVE;
    }
    return assessment.isComplete() ? FORMAT_OF_THE_ASSESSED : FORMAT_OF_THE_UNASSESSED;
  }

  /**
   * Reads the manifest of a model, of this format or one before.
   *
   * @throws UnreadableModelException if it is damaged or of a format that is not known
   */
  static ModelManifest read(ModelReader reader) throws UnreadableModelException {
    ObjectNode json = reader.manifest();
    int version = json.path("formatVersion").asInt(-1);
    if (version < OLDEST_READ || version > NEWEST_READ) {
      throw new UnreadableModelException(
          "The model has format %d and this version reads formats %d to %d: train it again"
              .formatted(version, OLDEST_READ, NEWEST_READ));
    }
    if (version < FADING_SINCE && json.path("confidenceRule") instanceof ObjectNode rule) {
      addFading(rule);
    }
    json.putIfAbsent(OBJECTIVE, json.nullNode());
    json.putIfAbsent(CONTENT, json.nullNode());
    json.putIfAbsent(NEWEST_INTERACTION, json.nullNode());
    json.putIfAbsent(CONTEXT, json.arrayNode());
    for (String report : REPORTS) {
      if (json.path(report) instanceof ObjectNode object) {
        object.putIfAbsent(BANDS, json.arrayNode());
      }
    }
    ModelManifest manifest = reader.manifest(Written.class).manifest();
    if (version < FORMAT_OF_THE_UNASSESSED && !manifest.assessment().isComplete()) {
      throw new UnreadableModelException(
          "The model has format %d and lacks its calibration, its evaluation or the baseline's"
              .formatted(version));
    }
    return manifest;
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
}
