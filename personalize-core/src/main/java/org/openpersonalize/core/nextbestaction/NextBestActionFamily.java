// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.als.AlsFamily;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.evaluation.SelfEvaluatingFamily;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.nextbestaction.NextBestActionModel.Learned;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Which action a user is most likely to take. Its files are those of the factorization, {@code actions.ids} and {@code
 * actions.safetensors}: {@code offered}, {@code taken} and {@code rates} [A], {@code coefficients} [A, F + 1], and {@code means}
 * and {@code factors} of the features [F].
 */
public final class NextBestActionFamily
    extends ModelFamily<NextBestActionParameters, NextBestActionModel>
    implements SelfEvaluatingFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "next-best-action";

  /** The one there is. */
  public static final NextBestActionFamily INSTANCE = new NextBestActionFamily();

  private static final String IDS = "actions.ids";
  private static final String FILE = "actions.safetensors";
  private static final String OFFERED = "offered";
  private static final String TAKEN = "taken";
  private static final String RATES = "rates";
  private static final String COEFFICIENTS = "coefficients";
  private static final String MEANS = "means";
  private static final String FACTORS = "factors";

  private NextBestActionFamily() {
    super(
        NAME,
        NextBestActionParameters.DEFAULT,
        NextBestActionParameters.class,
        NextBestActionModel.class);
  }

  @Override
  public NextBestActionParameters of(Hyperparameters knobs) {
    return knobs
        .integer(Knobs.ACTION_OPTIMIZATION_PERIOD)
        .map(defaults()::withPeriodDays)
        .orElse(defaults());
  }

  @Override
  public Optional<Reports> evaluate(
      ModelParameters parameters, TrainingData data, TrainingProgress progress) {
    return data.actions()
        .flatMap(actions -> new ActionEvaluation(
                (NextBestActionParameters) parameters, data, actions, progress)
            .reports());
  }

  /** The factorization's: what is learned of actions is little beside it. */
  @Override
  protected Cost costOf(NextBestActionParameters parameters) {
    return AlsFamily.INSTANCE.cost(parameters.factors());
  }

  @Override
  protected void writeModel(
      ModelWriter writer,
      String prefix,
      NextBestActionParameters parameters,
      NextBestActionModel model)
      throws IOException {
    AlsFamily.INSTANCE.write(writer, prefix, parameters.factors(), model.factors());
    Learned learned = model.learned();
    int actions = learned.actions().size();
    int features = learned.scale().means().length;
    writer.writeIds(prefix + IDS, learned.actions());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(OFFERED, new Tensor.Ints(learned.offered(), actions));
    tensors.put(TAKEN, new Tensor.Ints(learned.taken(), actions));
    tensors.put(RATES, new Tensor.Floats(learned.rates(), actions));
    tensors.put(
        COEFFICIENTS,
        new Tensor.Floats(flat(learned.coefficients(), features + 1), actions, features + 1));
    tensors.put(MEANS, new Tensor.Floats(learned.scale().means(), features));
    tensors.put(FACTORS, new Tensor.Floats(learned.scale().factors(), features));
    writer.writeTensors(prefix + FILE, tensors);
  }

  private static float[] flat(float[][] rows, int length) {
    float[] all = new float[rows.length * length];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * length, length);
    }
    return all;
  }

  @Override
  protected NextBestActionModel readModel(
      ModelParts parts, String prefix, NextBestActionParameters parameters) throws IOException {
    FactorModel factors = AlsFamily.INSTANCE.read(parts, prefix, parameters.factors());
    int features = factors.rank() + Features.BESIDE;
    IdIndex ids = parts.ids(prefix + IDS);
    TensorFile file = parts.tensors(prefix + FILE);
    float[] all = file.floats(COEFFICIENTS, ids.size(), features + 1).values();
    float[][] coefficients = new float[ids.size()][features + 1];
    for (int action = 0; action < coefficients.length; action++) {
      System.arraycopy(all, action * (features + 1), coefficients[action], 0, features + 1);
    }
    return new NextBestActionModel(
        factors,
        parameters.period(),
        new Learned(
            ids,
            file.ints(OFFERED, ids.size()).values(),
            file.ints(TAKEN, ids.size()).values(),
            file.floats(RATES, ids.size()).values(),
            coefficients,
            new Scale(
                file.floats(MEANS, features).values(),
                file.floats(FACTORS, features).values())));
  }
}
