package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.blend.BlendModel;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.recipe.ModelParameters;

/** The files of its components, whose names begin with the component's and a dot. */
final class StoredBlend extends StoredFamily<BlendParameters, BlendModel> {
  StoredBlend() {
    super(BlendParameters.DEFAULT, BlendParameters.class, BlendModel.class);
  }

  @Override
  void writeModel(ModelWriter writer, String prefix, BlendParameters parameters, BlendModel model)
      throws IOException {
    List<String> names = parameters.names();
    for (int n = 0; n < names.size(); n++) {
      ModelParameters component = parameters.components().get(n).parameters();
      ModelFamilies.stored(component.family())
          .write(
              writer,
              prefix + names.get(n) + ".",
              component,
              model.components().get(n).model());
    }
  }

  @Override
  BlendModel readModel(ModelParts parts, String prefix, BlendParameters parameters)
      throws IOException {
    List<String> names = parameters.names();
    List<BlendModel.Component> components = new ArrayList<>(names.size());
    for (int n = 0; n < names.size(); n++) {
      BlendParameters.Component component = parameters.components().get(n);
      components.add(new BlendModel.Component(
          ModelFamilies.stored(component.parameters().family())
              .read(parts, prefix + names.get(n) + ".", component.parameters()),
          component.weight()));
    }
    return new BlendModel(components);
  }
}
