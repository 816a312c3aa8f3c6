// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.cost.CountedPairs;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Pairs;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.CombiningFamily;
import org.openpersonalize.core.tuning.RefinableFamily;
import org.openpersonalize.core.tuning.Refinement;
import org.openpersonalize.core.tuning.Session;

/**
 * Blends of other families. The files are those of the components, their names beginning with the component's and a dot, and one of
 * the scales that are the same for all users, where there are any.
 */
public final class BlendFamily extends ModelFamily<BlendParameters, BlendModel>
    implements CombiningFamily, RefinableFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "blend";

  private static final String FILE = "blend.safetensors";
  private static final String SCALES = "scales";

  private final Families families;

  /** @param families what may be blended */
  public BlendFamily(Families families) {
    super(NAME, BlendParameters.DEFAULT, BlendParameters.class, BlendModel.class);
    this.families = families;
  }

  @Override
  public BlendParameters of(Map<String, String> settings) {
    Map<String, BlendParameters.Component> components = new LinkedHashMap<>();
    for (String name : settings.keySet()) {
      String component = BlendParameters.componentOf(name);
      String family = component.replaceFirst("-[0-9]+$", "");
      components.putIfAbsent(
          component, new BlendParameters.Component(families.named(family).defaults(), 1));
    }
    BlendParameters blend = new BlendParameters(List.copyOf(components.values()));
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      blend = blend.with(setting.getKey(), setting.getValue());
    }
    return blend;
  }

  @Override
  public Optional<Candidate<BlendParameters>> combine(
      Session session, List<Candidate<?>> finalists) {
    return new BlendSearch(session, finalists).run();
  }

  @Override
  public Refined refine(ModelParameters parameters, Model model, Refinement task) {
    BlendTuning.Tuned tuned =
        new BlendTuning((BlendParameters) parameters, (BlendModel) model, task).run();
    return new Refined(tuned.parameters(), tuned.model());
  }

  @Override
  protected Cost costOf(BlendParameters parameters) {
    return new BlendCost(parameters.components().stream()
        .map(BlendParameters.Component::parameters)
        .map(each -> each.family().cost(each))
        .toList());
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, BlendParameters parameters, BlendModel model)
      throws IOException {
    List<String> names = parameters.names();
    if (isScaled(parameters)) {
      float[] scales = new float[names.size()];
      for (int n = 0; n < scales.length; n++) {
        scales[n] = model.components().get(n).scale();
      }
      writer.writeTensors(prefix + FILE, Map.of(SCALES, new Tensor.Floats(scales, scales.length)));
    }
    for (int n = 0; n < names.size(); n++) {
      ModelParameters component = parameters.components().get(n).parameters();
      component
          .family()
          .write(
              writer,
              prefix + names.get(n) + ".",
              component,
              model.components().get(n).model());
    }
  }

  @Override
  protected BlendModel readModel(ModelParts parts, String prefix, BlendParameters parameters)
      throws IOException {
    List<String> names = parameters.names();
    float[] scales = isScaled(parameters)
        ? parts.tensors(prefix + FILE).floats(SCALES, names.size()).values()
        : new float[names.size()];
    List<BlendModel.Component> components = new ArrayList<>(names.size());
    for (int n = 0; n < names.size(); n++) {
      BlendParameters.Component component = parameters.components().get(n);
      components.add(new BlendModel.Component(
          component
              .parameters()
              .family()
              .read(parts, prefix + names.get(n) + ".", component.parameters()),
          component.weight(),
          scales[n]));
    }
    return new BlendModel(components);
  }

  /** Are there scales to be kept? Blends have had none before they had components that look at order. */
  private static boolean isScaled(BlendParameters parameters) {
    return parameters.components().stream().anyMatch(each -> each.parameters().isSequential());
  }

  private record BlendCost(List<Cost> components) implements Cost {
    @Override
    public double trainSeconds(Workload work, Machine machine) {
      double apart = components.stream()
          .mapToDouble(each -> each.trainSeconds(work, machine))
          .sum();
      return apart
          - again(work).stream().mapToDouble(each -> each.seconds(machine)).sum();
    }

    /** What was counted for an earlier component already. */
    private List<Pairs> again(Workload work) {
      Set<CountedPairs> distinct = new HashSet<>();
      return components.stream()
          .flatMap(each -> each.countedPairs(work).stream())
          .filter(each -> !distinct.add(each))
          .map(each -> each.of(work))
          .toList();
    }

    @Override
    public Optional<Sweeping> sweeping() {
      return components.stream().flatMap(each -> each.sweeping().stream()).findFirst();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return components.stream()
          .mapToDouble(each -> each.askSeconds(work, machine))
          .sum();
    }

    @Override
    public long scratchBytes(Workload work) {
      return components.stream()
          .mapToLong(each -> each.scratchBytes(work))
          .max()
          .orElse(0);
    }

    @Override
    public long modelBytes(Workload work) {
      long apart = components.stream().mapToLong(each -> each.modelBytes(work)).sum();
      return apart - again(work).stream().mapToLong(Pairs::bytes).sum();
    }
  }
}
