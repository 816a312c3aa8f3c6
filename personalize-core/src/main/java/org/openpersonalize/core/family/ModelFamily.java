// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.io.IOException;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameters;

/**
 * A family of models: what it is called, which parameters it has, what a training costs and which files a model has. All
 * that the rest of the service knows of a family it asks here, or of the traits that parameters and models have.
 *
 * @param <P> its parameters
 * @param <M> its models
 */
public abstract class ModelFamily<P extends ModelParameters, M extends Model> {
  private final String name;
  private final P defaults;
  private final Class<P> parametersType;
  private final Class<M> modelType;

  /**
   * @param name as it stands in manifests and on the command line, such as {@code als}
   * @param defaults where nothing else is asked for
   */
  protected ModelFamily(String name, P defaults, Class<P> parametersType, Class<M> modelType) {
    this.name = name;
    this.defaults = defaults;
    this.parametersType = parametersType;
    this.modelType = modelType;
  }

  public final String name() {
    return name;
  }

  /** The parameters where nothing else is asked for. */
  public final P defaults() {
    return defaults;
  }

  /** The parameters that a recipe's knobs ask for. */
  public P of(Hyperparameters knobs) {
    return defaults;
  }

  /**
   * The parameters with these settings; those that are missing have their defaults.
   *
   * @param settings as {@link ModelParameters#settings} gave them
   * @throws IllegalArgumentException saying what there is and what it may be, if one is not a setting of the family
   */
  public P of(Map<String, String> settings) {
    ModelParameters parameters = defaults;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      parameters = parameters.with(setting.getKey(), setting.getValue());
    }
    return parametersType.cast(parameters);
  }

  /** What parameters that a search has found are in terms of a recipe's knobs; those it has no knobs for are left out. */
  public final Map<Hyperparameter, String> knobs(ModelParameters parameters) {
    return knobsOf(parametersType.cast(parameters));
  }

  /** What training and asking a model by these parameters takes. */
  public final Cost cost(ModelParameters parameters) {
    return costOf(parametersType.cast(parameters));
  }

  /**
   * Writes a model's files.
   *
   * @param prefix of the names of its own files: empty, or the component of a blend it is, and a dot
   */
  public final void write(ModelWriter files, String prefix, ModelParameters parameters, Model model)
      throws IOException {
    writeModel(files, prefix, parametersType.cast(parameters), modelType.cast(model));
  }

  /** Reads what {@link #write} wrote. */
  public final M read(ModelParts files, String prefix, ModelParameters parameters)
      throws IOException {
    return readModel(files, prefix, parametersType.cast(parameters));
  }

  protected Map<Hyperparameter, String> knobsOf(P parameters) {
    return Map.of();
  }

  protected abstract Cost costOf(P parameters);

  protected abstract void writeModel(ModelWriter files, String prefix, P parameters, M model)
      throws IOException;

  protected abstract M readModel(ModelParts files, String prefix, P parameters) throws IOException;

  @Override
  public final String toString() {
    return name;
  }
}
