package org.openpersonalize.core.recommendation;

import java.io.IOException;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.recipe.Model;
import org.openpersonalize.core.recipe.ModelParameters;

/**
 * A family of models: its default parameters, and which files a model of it has.
 *
 * @param <P> its parameters
 * @param <M> its models
 */
abstract class StoredFamily<P extends ModelParameters, M extends Model> {
  private final P defaults;
  private final Class<P> parametersType;
  private final Class<M> modelType;

  StoredFamily(P defaults, Class<P> parametersType, Class<M> modelType) {
    this.defaults = defaults;
    this.parametersType = parametersType;
    this.modelType = modelType;
  }

  P defaults() {
    return defaults;
  }

  /** @param prefix of the names of its own files: empty, or the component of a blend it is, and a dot */
  final void write(ModelWriter writer, String prefix, ModelParameters parameters, Model model)
      throws IOException {
    writeModel(writer, prefix, parametersType.cast(parameters), modelType.cast(model));
  }

  /** Reads what {@link #write} wrote. */
  final M read(ModelParts parts, String prefix, ModelParameters parameters) throws IOException {
    return readModel(parts, prefix, parametersType.cast(parameters));
  }

  abstract void writeModel(ModelWriter writer, String prefix, P parameters, M model)
      throws IOException;

  abstract M readModel(ModelParts parts, String prefix, P parameters) throws IOException;
}
