// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.insight;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.InteractionCounts;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.profile.DatasetSnapshot;
import org.openpersonalize.store.profile.InteractionProfile;

/** The datasets of a group at a moment, at most one of each type. */
final class GroupSnapshot {
  private final Map<DatasetType, DatasetSnapshot> datasets;
  private final Map<DatasetType, InteractionProfile> interactions =
      new EnumMap<>(DatasetType.class);

  private final Map<String, InteractionCounts> ofTypes = new HashMap<>();

  GroupSnapshot(Map<DatasetType, DatasetSnapshot> datasets) {
    this.datasets = datasets;
    datasets.forEach((type, dataset) -> {
      if (type.isInteractions()) {
        interactions.put(type, dataset.interactions());
      }
    });
  }

  /** The dataset of a type that there is. */
  DatasetSnapshot of(DatasetType type) {
    return Objects.requireNonNull(datasets.get(type));
  }

  /** Who did what when; null where the type is of records. */
  @Nullable InteractionProfile interactions(DatasetType type) {
    return interactions.get(type);
  }

  /** How much of a dataset of interactions has a record in the other datasets. */
  List<JoinRate> joins(DatasetType type) {
    return switch (type) {
      case INTERACTIONS -> joins(type, DatasetType.ITEMS, DatasetType.USERS);
      case ACTION_INTERACTIONS -> joins(type, DatasetType.ACTIONS, DatasetType.USERS);
      default -> List.of();
    };
  }

  private List<JoinRate> joins(DatasetType from, DatasetType... others) {
    List<JoinRate> rates = new ArrayList<>();
    DatasetSnapshot events = datasets.get(from);
    for (DatasetType other : others) {
      DatasetSnapshot records = datasets.get(other);
      if (events != null && records != null) {
        rates.add(JoinRate.of(other, events.joined(records), events.rows()));
      }
    }
    return rates;
  }

  /** What a recipe lacks before it can be trained; empty if it is ready. */
  List<String> missingFor(Recipe recipe) {
    List<String> missing =
        new ArrayList<>(recipe.minimumData().lacking(counts(recipe.minimumData().eventType())));
    recipe.minimumData().datasets().stream()
        .sorted()
        .filter(type -> rows(type) == 0)
        .map(type -> "There are no records in a dataset of the type %s.".formatted(type))
        .forEach(missing::add);
    DatasetSnapshot items = datasets.get(DatasetType.ITEMS);
    if (recipe.supports(Feature.ITEM_TEXTS) && items != null && !items.schema().hasTexts()) {
      missing.add("The Items dataset has no column that is textual or the itemName.");
    }
    return missing;
  }

  private long rows(DatasetType type) {
    return Optional.ofNullable(datasets.get(type)).map(DatasetSnapshot::rows).orElse(0L);
  }

  private InteractionCounts counts(@Nullable String eventType) {
    return eventType == null ? counts() : ofTypes.computeIfAbsent(eventType, this::countsOfType);
  }

  /** However many other types there are, of which {@link #counts()} knows. */
  private InteractionCounts countsOfType(String eventType) {
    DatasetSnapshot dataset = datasets.get(DatasetType.INTERACTIONS);
    if (dataset == null) {
      return InteractionCounts.NONE;
    }
    InteractionCounts counted = dataset.ofType(eventType);
    return new InteractionCounts(
        counted.interactions(),
        counted.users(),
        counted.returningUsers(),
        counts().eventTypes());
  }

  /** Types of events count where the schema has a column for them. */
  private InteractionCounts counts() {
    DatasetSnapshot dataset = datasets.get(DatasetType.INTERACTIONS);
    InteractionProfile profile = interactions.get(DatasetType.INTERACTIONS);
    if (dataset == null || profile == null) {
      return InteractionCounts.NONE;
    }
    boolean hasTypes = dataset.schema().field("EVENT_TYPE").isPresent();
    return new InteractionCounts(
        dataset.rows(),
        profile.users(),
        profile.returningUsers(),
        hasTypes ? profile.eventTypes().different() : 0);
  }
}
