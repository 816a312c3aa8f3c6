// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openpersonalize.core.filter.CompiledFilter.Bound;
import org.openpersonalize.core.ranking.ItemBits;
import org.openpersonalize.core.ranking.ItemFilter;

/** Joins what the expressions of a filter name. */
public final class AllowedItems {
  private AllowedItems() {}

  /**
   * What one INCLUDE at least names, or everything if there is none, and no EXCLUDE.
   *
   * @param clauses those in force
   * @param itemCount how many items there are, numbered from 0
   * @param matching the items that an expression names, a bit each
   */
  public static ItemFilter of(
      List<Bound> clauses, int itemCount, Function<Bound, long[]> matching) {
    if (clauses.isEmpty()) {
      return ItemFilter.EVERYTHING;
    }
    if (clauses.size() == 1 && clauses.get(0).includes()) {
      return new ItemBits(matching.apply(clauses.get(0)));
    }
    BitSet allowed = new BitSet(itemCount);
    if (clauses.stream().noneMatch(Bound::includes)) {
      allowed.set(0, itemCount);
    }
    clauses.stream()
        .filter(Bound::includes)
        .forEach(each -> allowed.or(BitSet.valueOf(matching.apply(each))));
    clauses.stream()
        .filter(each -> !each.includes())
        .forEach(each -> allowed.andNot(BitSet.valueOf(matching.apply(each))));
    return new ItemBits(allowed.toLongArray());
  }

  /**
   * Why an item is not among those that {@link #of} allows: the EXCLUDEs that name it, and, if no INCLUDE does, all of these.
   *
   * @return in their order; empty if the item is allowed
   */
  public static List<Bound> excluding(
      List<Bound> clauses, int item, Function<Bound, long[]> matching) {
    Map<Boolean, List<Bound>> byNaming = clauses.stream()
        .collect(
            Collectors.partitioningBy(each -> new ItemBits(matching.apply(each)).allows(item)));
    List<Bound> naming = Objects.requireNonNull(byNaming.get(true));
    boolean isIncluded = naming.stream().anyMatch(Bound::includes);
    return clauses.stream()
        .filter(each -> each.includes() ? !isIncluded : naming.contains(each))
        .toList();
  }
}
