// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.coldstart;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.als.AlsFamily;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/** Factorization in which the records of items count. Its models are {@link FactorModel}s, and have the files of these. */
public final class ColdStartFamily extends ModelFamily<ColdStartParameters, FactorModel>
    implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "cold-start";

  /** The one there is. */
  public static final ColdStartFamily INSTANCE = new ColdStartFamily();

  private ColdStartFamily() {
    super(NAME, ColdStartParameters.DEFAULT, ColdStartParameters.class, FactorModel.class);
  }

  /** The defaults, with the rank that {@code hidden_dimension} asks for. */
  @Override
  public ColdStartParameters of(Hyperparameters knobs) {
    return ColdStartParameters.DEFAULT.withFactorization(AlsFamily.INSTANCE.of(knobs));
  }

  @Override
  protected Map<Hyperparameter, String> knobsOf(ColdStartParameters parameters) {
    return AlsFamily.INSTANCE.knobs(parameters.factorization());
  }

  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return new ColdStartSearch(session, space);
  }

  @Override
  protected Cost costOf(ColdStartParameters parameters) {
    return new RegressedCost(AlsFamily.INSTANCE.cost(parameters.factorization()), parameters);
  }

  @Override
  protected void writeModel(
      ModelWriter files, String prefix, ColdStartParameters parameters, FactorModel model)
      throws IOException {
    AlsFamily.INSTANCE.write(files, prefix, parameters.factorization(), model);
  }

  @Override
  protected FactorModel readModel(ModelParts files, String prefix, ColdStartParameters parameters)
      throws IOException {
    return AlsFamily.INSTANCE.read(files, prefix, parameters.factorization());
  }

  /** That of the factorization, and of the regressions among its sweeps. */
  private record RegressedCost(Cost factorization, ColdStartParameters parameters) implements Cost {
    private static final int FEATURES_OF_AN_ITEM = 30;

    /** Folds of up to so many items, for each feature of which so much is multiplied to choose λ. */
    private static final int MOST_ITEMS_IN_FOLDS = 20_000;

    private static final int MULTIPLICATIONS_IN_FOLDS = 12_000;

    /** And for each factor and feature of all items by the λ that was chosen. */
    private static final int MULTIPLICATIONS = 60;

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      AlsParameters als = parameters.factorization();
      double chosen =
          Math.min(work.items(), MOST_ITEMS_IN_FOLDS) * (double) MULTIPLICATIONS_IN_FOLDS;
      double solved = (double) work.items() * MULTIPLICATIONS * als.rank();
      int regressions = als.sweeps() / RecordPrior.SWEEPS_BETWEEN;
      return factorization.trainSeconds(work, machine)
          + regressions * FEATURES_OF_AN_ITEM * (chosen + solved) * machine.multiplication();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return factorization.askSeconds(work, machine);
    }

    @Override
    public Optional<Sweeping> sweeping() {
      return factorization.sweeping();
    }

    /** Items once more, for their means. */
    @Override
    public long scratchBytes(Workload work) {
      return factorization.scratchBytes(work) + factorization.modelBytes(work);
    }

    @Override
    public long modelBytes(Workload work) {
      return factorization.modelBytes(work);
    }
  }
}
