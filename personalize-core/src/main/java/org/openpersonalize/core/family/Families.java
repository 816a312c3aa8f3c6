// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Families of models by name, in the order in which a search tries them; immutable. */
public final class Families {
  private final Map<String, ModelFamily<?, ?>> byName;

  private Families(Map<String, ModelFamily<?, ?>> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** These families. */
  public static Families of(ModelFamily<?, ?>... families) {
    Families some = new Families(Map.of());
    for (ModelFamily<?, ?> family : families) {
      some = some.with(family);
    }
    return some;
  }

  /**
   * These and one more.
   *
   * @throws IllegalArgumentException if there is one of its name
   */
  public Families with(ModelFamily<?, ?> family) {
    if (byName.containsKey(family.name())) {
      throw new IllegalArgumentException("There is a family '%s' already".formatted(family.name()));
    }
    Map<String, ModelFamily<?, ?>> more = new LinkedHashMap<>(byName);
    more.put(family.name(), family);
    return new Families(more);
  }

  /** These and one that is made of them. */
  public Families with(Function<Families, ModelFamily<?, ?>> composed) {
    return with(composed.apply(this));
  }

  /** The names of all. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** All of them, in their order. */
  public Collection<ModelFamily<?, ?>> all() {
    return byName.values();
  }

  /** Is there a family of this name? */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /**
   * The family of this name.
   *
   * @throws IllegalArgumentException saying which families there are, if this is none
   */
  public ModelFamily<?, ?> named(String name) {
    ModelFamily<?, ?> family = byName.get(name);
    if (family == null) {
      throw new IllegalArgumentException(
          "There is no recipe '%s', only %s".formatted(name, String.join(", ", byName.keySet())));
    }
    return family;
  }
}
