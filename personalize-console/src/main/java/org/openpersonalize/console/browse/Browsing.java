// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.browse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.browse.Listing.Entry;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.item.Titles;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.browse.StoredDataset;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.store.browse.VisitorTable;
import org.openpersonalize.store.interaction.Interaction;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;

/** Finds users and items of a dataset group. */
@Component
class Browsing {
  /** The order of the database, which compares bytes. */
  private static final Comparator<String> AS_STORED =
      Comparator.comparing(id -> id.getBytes(UTF_8), Arrays::compareUnsigned);

  private static final int HISTORY = 100;

  private final StoredDatasets datasets;
  private final VisitorTable visitors;
  private final InteractionTable interactions;
  private final RecordTable records;
  private final Titles titles;

  Browsing(
      StoredDatasets datasets,
      VisitorTable visitors,
      InteractionTable interactions,
      RecordTable records,
      Titles titles) {
    this.datasets = datasets;
    this.visitors = visitors;
    this.interactions = interactions;
    this.records = records;
    this.titles = titles;
  }

  /**
   * What is known of a user.
   *
   * @param facts null if there is no record of them
   * @param weeks null if they did nothing
   */
  record User(
      String id,
      @Nullable Map<String, String> facts,
      @Nullable Weeks weeks,
      List<Interaction> history,
      Map<String, String> titles) {
    boolean isUnknown() {
      return facts == null && history.isEmpty();
    }
  }

  /**
   * What is known of an item.
   *
   * @param facts null if there is no record of it
   */
  record Item(String id, @Nullable String title, @Nullable Map<String, String> facts) {}

  /**
   * Whoever did something or has a record, in the order of their ids.
   *
   * @param from what the first id is looked for by
   * @param after the last one of the screen before; empty for the first screen
   */
  Listing users(Group group, String from, String after) {
    Map<DatasetType, StoredDataset> all = datasets.of(group.arn());
    StoredDataset done = all.get(DatasetType.INTERACTIONS);
    StoredDataset known = all.get(DatasetType.USERS);
    String first = first(from, after);
    List<String> ids = Stream.concat(
            done == null
                ? Stream.empty()
                : visitors.page(done.number(), first, Listing.SCREEN).stream(),
            known == null
                ? Stream.empty()
                : records.page(known.number(), first, Listing.SCREEN).stream()
                    .map(DatasetRecord::recordId))
        .sorted(AS_STORED)
        .distinct()
        .limit(Listing.SCREEN)
        .toList();
    return new Listing(
        done == null && known == null,
        from,
        ids.stream()
            .map(id -> new Entry(id, null, group.path("/user", "id", id)))
            .toList(),
        next(group.path("/users", "after", ids.isEmpty() ? "" : ids.get(ids.size() - 1)), ids));
  }

  /** Items that have a record, likewise. */
  Listing items(Group group, String from, String after) {
    StoredDataset dataset = datasets.of(group.arn()).get(DatasetType.ITEMS);
    if (dataset == null) {
      return new Listing(true, from, List.of(), null);
    }
    List<DatasetRecord> items = records.page(dataset.number(), first(from, after), Listing.SCREEN);
    return new Listing(
        false,
        from,
        items.stream()
            .map(item -> new Entry(
                item.recordId(),
                Titles.title(item, dataset.schema()).orElse(null),
                group.path("/item", "id", item.recordId())))
            .toList(),
        next(
            group.path(
                "/items",
                "after",
                items.isEmpty() ? "" : items.get(items.size() - 1).recordId()),
            items));
  }

  private static @Nullable String next(String path, List<?> screen) {
    return screen.size() < Listing.SCREEN ? null : path;
  }

  /** The first id that may be on a screen: no text is between another one and that with the least character behind it. */
  private static String first(String from, String after) {
    return after.isEmpty() ? from : after + '\u0001';
  }

  User user(Group group, String id) {
    Map<DatasetType, StoredDataset> all = datasets.of(group.arn());
    StoredDataset dataset = all.get(DatasetType.INTERACTIONS);
    List<Interaction> history = dataset == null
        ? List.of()
        : interactions.recent(dataset.number(), id, HISTORY).stream()
            .limit(HISTORY)
            .toList();
    return new User(
        id,
        record(all.get(DatasetType.USERS), id).map(Facts::of).orElse(null),
        dataset == null || history.isEmpty()
            ? null
            : new Weeks(visitors.weeks(dataset.number(), id, Weeks.SHOWN)),
        history,
        titles.of(
            all.get(DatasetType.ITEMS),
            history.stream().map(Interaction::itemId).toList()));
  }

  Item item(Group group, String id) {
    StoredDataset dataset = datasets.of(group.arn()).get(DatasetType.ITEMS);
    Optional<DatasetRecord> record = record(dataset, id);
    return new Item(
        id,
        dataset == null
            ? null
            : record.flatMap(each -> Titles.title(each, dataset.schema())).orElse(null),
        record.map(Facts::of).orElse(null));
  }

  private Optional<DatasetRecord> record(@Nullable StoredDataset dataset, String id) {
    return dataset == null
        ? Optional.empty()
        : records.find(dataset.number(), List.of(id)).stream().findFirst();
  }
}
