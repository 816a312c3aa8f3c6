// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.blend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;
import org.openpersonalize.core.sequence.RepeatsParameters;
import org.openpersonalize.core.sequence.SequentialRulesParameters;
import org.openpersonalize.core.sequence.SessionNeighboursParameters;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.training.TrainingData;

/**
 * What a blend is made of. Settings are those of the components behind the component's name, such as {@code als.factors},
 * and {@code als.weight}; a component is named after its family, the second of one family {@code als-2}.
 *
 * @param components at least one, in the order in which they are trained
 */
public record BlendParameters(List<Component> components) implements ModelParameters {
  /**
   * The families of pairs, with the best compromise of twelve weightings on five data sets, by ndcg@20 on held-back parts of
   * their interactions: Online Retail, MovieLens 100K and 1M, Gowalla, and MovieLens 1M as LightGCN++ splits it. It stays
   * within 2.5 % of the best on each, where EASE alone loses 5 % on Online Retail and equal weights 40 % on Gowalla.
   * Those that look at order have no weight until the validation users of a training give them one.
   */
  public static final BlendParameters DEFAULT = new BlendParameters(List.of(
      new Component(AlsParameters.DEFAULT, 0.3),
      new Component(EaseParameters.DEFAULT, 1),
      new Component(ItemItemParameters.DEFAULT, 0.3),
      new Component(SequentialRulesParameters.DEFAULT, 0),
      new Component(SessionNeighboursParameters.DEFAULT, 0),
      new Component(RepeatsParameters.DEFAULT, 0)));

  private static final String WEIGHT = "weight";

  /**
   * One of them.
   *
   * @param weight what its scores count, in units of their deviation over the items; ≥ 0
   */
  public record Component(ModelParameters parameters, double weight) {
    private static final Settings<Component> SETTINGS = new Settings<Component>("a component")
        .real(
            WEIGHT,
            0,
            1e6,
            Component::weight,
            (each, value) -> new Component(each.parameters, value));

    private Map<String, String> settings() {
      Map<String, String> settings = SETTINGS.of(this);
      settings.putAll(parameters.settings());
      return settings;
    }

    private Component with(String name, String value) {
      return name.equals(WEIGHT)
          ? SETTINGS.with(this, name, value)
          : new Component(parameters.with(name, value), weight);
    }
  }

  public BlendParameters {
    components = List.copyOf(components);
    if (components.isEmpty()) {
      throw new IllegalArgumentException("A blend must have a component");
    }
  }

  /** What a setting is one of: all before its first dot. */
  static String componentOf(String setting) {
    return setting.substring(0, Math.max(0, setting.indexOf('.')));
  }

  /** The components' names, in their order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (Component component : components) {
      String family = component.parameters.family().name();
      long before =
          names.stream().filter(name -> name.matches(family + "(-[0-9]+)?")).count();
      names.add(before == 0 ? family : family + "-" + (before + 1));
    }
    return names;
  }

  @Override
  public BlendFamily family() {
    return new BlendFamily(Families.of(components.stream()
        .map(each -> each.parameters.family())
        .distinct()
        .toArray(ModelFamily<?, ?>[]::new)));
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> names = names();
    for (int n = 0; n < names.size(); n++) {
      String prefix = names.get(n) + ".";
      components.get(n).settings().forEach((name, value) -> settings.put(prefix + name, value));
    }
    return settings;
  }

  @Override
  public BlendParameters with(String name, String value) {
    String component = componentOf(name);
    int n = names().indexOf(component);
    if (n < 0) {
      throw new IllegalArgumentException(
          "%s has no setting '%s'; its settings begin with one of %s and a dot"
              .formatted(BlendFamily.NAME, name, String.join(", ", names())));
    }
    List<Component> changed = new ArrayList<>(components);
    changed.set(n, components.get(n).with(name.substring(component.length() + 1), value));
    return new BlendParameters(changed);
  }

  @Override
  public BlendParameters fittedTo(TrainingData data) {
    return new BlendParameters(components.stream()
        .filter(each -> !each.parameters.isSequential() || !data.log().happenedAtOnce())
        .map(each -> new Component(each.parameters.fittedTo(data), each.weight))
        .toList());
  }

  @Override
  public BlendTrainer trainer() {
    return new BlendTrainer(this);
  }
}
