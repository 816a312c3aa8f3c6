package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.als.Objective;
import org.openpersonalize.core.artifact.ModelManifest;
import org.openpersonalize.core.artifact.ModelManifest.Counts;
import org.openpersonalize.core.artifact.ModelSink;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;

/** What a training made: a model, how good it is, and all that its files must say. */
public final class TrainedModel {
  private final RecommendationModel model;

  TrainedModel(
      Recipe recipe,
      Hyperparameters hyperparameters,
      InteractionLog log,
      ConfidenceRule rule,
      long seed,
      @Nullable Objective objective,
      @Nullable FactorModel factors,
      PopularityModel popularity,
      Calibration calibration,
      EvaluationReport report,
      EvaluationReport baseline) {
    ModelManifest manifest = new ModelManifest(
        ModelManifest.FORMAT_VERSION,
        libraryVersion(),
        Instant.now(),
        recipe.arn().toString(),
        hyperparameters.given(),
        objective,
        seed,
        new Counts(log.users().size(), log.items().size(), log.size()),
        log.digest(),
        rule,
        calibration,
        report,
        baseline,
        Map.of());
    this.model = new RecommendationModel(manifest, log.items(), factors, popularity);
  }

  private static String libraryVersion() {
    return Optional.ofNullable(TrainedModel.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** The model, ready to answer. */
  public RecommendationModel model() {
    return model;
  }

  /** How well a model like this one predicted users it had not seen. */
  public EvaluationReport report() {
    return model.manifest().evaluation();
  }

  /** How well popularity alone predicted the same users. */
  public EvaluationReport popularityBaseline() {
    return model.manifest().popularityBaseline();
  }

  /**
   * Writes the model's files, the manifest last.
   *
   * @return the manifest as written
   */
  public ModelManifest write(ModelSink sink) throws IOException {
    ModelWriter writer = new ModelWriter(sink);
    model.writeFiles(writer);
    return writer.writeManifest(model.manifest());
  }
}
