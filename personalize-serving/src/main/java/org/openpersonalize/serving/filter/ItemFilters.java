// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordRow;
import org.openpersonalize.core.filter.AllowedItems;
import org.openpersonalize.core.filter.Clause.Subject;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.filter.CompiledFilter.Bound;
import org.openpersonalize.core.filter.Expression;
import org.openpersonalize.core.filter.MatchingEvents;
import org.openpersonalize.core.filter.MatchingRows;
import org.openpersonalize.core.filter.Situation;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.store.limit.Limits;
import org.springframework.stereotype.Component;

/** Which items or actions of a deployment a filter lets through, for one request. */
@Component
public class ItemFilters {
  private final Filters filters;
  private final Catalogs catalogs;
  private final MatchingItems matchingItems;
  private final Limits limits;

  ItemFilters(Filters filters, Catalogs catalogs, MatchingItems matchingItems, Limits limits) {
    this.filters = filters;
    this.catalogs = catalogs;
    this.matchingItems = matchingItems;
    this.limits = limits;
  }

  /**
   * Checks that a filter is for items, and for what a recipe is asked.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException as {@link #of}
   */
  public void require(Arn filterArn, Arn datasetGroup, Recipe recipe) {
    requireFitting(filterArn, filters.get(filterArn, datasetGroup), recipe);
  }

  /**
   * What a filter lets through.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is no such
   *     filter; {@link ErrorCode#INVALID_INPUT} if it is not ACTIVE, is another dataset group's, or asks for what the request
   *     does not have
   */
  public ItemFilter of(Deployment deployment, Selection selection, Viewer viewer) {
    IdIndex items = deployment.model().items();
    return AllowedItems.of(
        bound(deployment, selection, viewer),
        items.size(),
        clause -> matching(deployment, clause, viewer, items));
  }

  /**
   * As {@link #of}, of actions.
   *
   * @param viewer whose events are what the user made of actions
   * @param actions by the numbers that the answer is asked about
   */
  public ItemFilter ofActions(
      Deployment deployment, Selection selection, Viewer viewer, IdIndex actions) {
    return AllowedItems.of(
        bound(deployment, selection, viewer),
        actions.size(),
        clause -> matching(deployment, clause, viewer, actions));
  }

  /** Leaves out the items of a viewer's newest events of a type, in any case: as many of them as filters look at. */
  public ItemFilter withoutEvents(Deployment deployment, String eventType, Viewer viewer) {
    return allBut(
        viewer.events().get().newestItems(eventType, limits.eventsPerTypeInFilters()),
        deployment.model().items());
  }

  /** Leaves out some items of a model. */
  public static ItemFilter allBut(List<String> itemIds, IdIndex items) {
    BitSet excluded = new BitSet();
    itemIds.forEach(id -> items.find(id).ifPresent(excluded::set));
    return item -> !excluded.get(item);
  }

  /** As {@link #of}: the expressions that keep an item of the model from being let through; empty if it is. */
  public List<Expression> excluding(
      Deployment deployment, Selection selection, Viewer viewer, String itemId) {
    IdIndex items = deployment.model().items();
    return AllowedItems.excluding(
            bound(deployment, selection, viewer),
            items.find(itemId).orElseThrow(),
            clause -> matching(deployment, clause, viewer, items))
        .stream()
        .map(Bound::expression)
        .toList();
  }

  /**
   * As {@link #of}: the ids of a list without those that the model does not know and the filter does not let through. What it
   * knows is not looked at.
   */
  public List<String> withoutUnknown(
      Deployment deployment, Selection selection, Viewer viewer, List<String> itemIds) {
    IdIndex known = deployment.model().items();
    IdIndex unknown =
        IdIndex.of(itemIds.stream().filter(id -> known.find(id).isEmpty()).toList());
    if (unknown.size() == 0) {
      return itemIds;
    }
    ItemFilter allowed = AllowedItems.of(
        bound(deployment, selection, viewer),
        unknown.size(),
        clause -> clause.dataset() == DatasetType.INTERACTIONS
            ? ofEvents(clause, viewer, unknown)
            : ofRecords(
                deployment,
                clause.dataset(),
                records -> MatchingRows.among(records.rowsOf(unknown), clause.where(), records)));
    return itemIds.stream()
        .filter(id -> {
          OptionalInt item = unknown.find(id);
          return item.isEmpty() || allowed.allows(item.getAsInt());
        })
        .toList();
  }

  private List<Bound> bound(Deployment deployment, Selection selection, Viewer viewer) {
    Arn group = deployment.deployable().datasetGroup();
    CompiledFilter filter =
        selection.draft() == null ? filters.get(selection.filterArn(), group) : selection.draft();
    requireFitting(selection.filterArn(), filter, deployment.recipe());
    requireUser(selection.filterArn(), filter, viewer);
    Situation situation = new Situation(
        filter.asksForUser() ? row(group, DatasetType.USERS, viewer.userId()) : null,
        filter.asksForItem() ? row(group, DatasetType.ITEMS, viewer.itemId()) : null,
        viewer.now());
    return filter.bind(selection.filterValues(), situation);
  }

  private static void requireFitting(Arn arn, CompiledFilter filter, Recipe recipe) {
    Subject asked = recipe.type().isAboutActions() ? Subject.ACTION : Subject.ITEM;
    require(
        filter.subject() == asked,
        "Filter %s is about %s, but %s are asked for. Use a filter on %s."
            .formatted(
                arn,
                filter.subject().wire(),
                asked == Subject.ACTION ? "actions" : "items",
                asked.wire()));
    require(
        !filter.asksForItem() || recipe.needs(Recipe.Input.ITEM),
        "Filter %s compares with CurrentItem, and the recipe %s is about no item. Use another filter."
            .formatted(arn, recipe.name()));
  }

  private static void requireUser(Arn arn, CompiledFilter filter, Viewer viewer) {
    boolean isUserKnown = viewer.userId() != null && !viewer.userId().isEmpty();
    require(
        isUserKnown || !filter.asksForUser() && !filter.asksForEvents(),
        "Filter %s looks at the user. Send a userId.".formatted(arn));
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw ErrorCode.INVALID_INPUT.because(sentence);
    }
  }

  private @Nullable RecordRow row(Arn group, DatasetType type, @Nullable String id) {
    Optional<RecordColumns> records = catalogs.of(group, type);
    if (records.isEmpty() || id == null) {
      return null;
    }
    OptionalInt row = records.get().find(id);
    return row.isPresent() ? new RecordRow(records.get(), row.getAsInt()) : null;
  }

  /** The items or actions that an expression names, a bit each by their numbers. */
  private long[] matching(Deployment deployment, Bound clause, Viewer viewer, IdIndex items) {
    return clause.dataset().isInteractions()
        ? ofEvents(clause, viewer, items)
        : ofRecords(
            deployment,
            clause.dataset(),
            records -> matchingItems.of(items, clause.where(), records));
  }

  private long[] ofEvents(Bound clause, Viewer viewer, IdIndex items) {
    boolean ofActions = clause.dataset() == DatasetType.ACTION_INTERACTIONS;
    int most = ofActions ? limits.actionEventsPerTypeInFilters() : limits.eventsPerTypeInFilters();
    MatchingEvents events = new MatchingEvents(
        viewer.events().get().newestOfEachType(most),
        id -> items.find(id).orElse(-1),
        items.size());
    return (ofActions ? events.ofActions() : events).of(clause.where()).toLongArray();
  }

  private long[] ofRecords(
      Deployment deployment, DatasetType type, Function<RecordColumns, long[]> matching) {
    return catalogs
        .of(deployment.deployable().datasetGroup(), type)
        .map(matching)
        .orElseGet(() -> new long[0]);
  }
}
