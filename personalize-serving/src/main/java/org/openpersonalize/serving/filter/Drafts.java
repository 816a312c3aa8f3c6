// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.filter.AllowedItems;
import org.openpersonalize.core.filter.Clause.Subject;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.filter.MatchingRows;
import org.openpersonalize.core.filter.Situation;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.springframework.stereotype.Component;

/** Filters that are not saved, and what they come to. */
@Component
public class Drafts {
  private final DatasetGroupRepository groups;
  private final FilterCompiler compiler;
  private final Catalogs catalogs;
  private final Clock clock;

  Drafts(DatasetGroupRepository groups, FilterCompiler compiler, Catalogs catalogs, Clock clock) {
    this.groups = groups;
    this.compiler = compiler;
    this.catalogs = catalogs;
    this.clock = clock;
  }

  /** How many of the records of the Items dataset a filter lets through. */
  public record Kept(int items, int of) {}

  /**
   * Reads and checks an expression as CreateFilter does.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException as there
   */
  public CompiledFilter compile(Arn datasetGroupArn, String expression) {
    return compiler.compile(groups.get(datasetGroupArn).arn(), expression);
  }

  /** What a filter on items keeps; empty if it depends on the request, or if nothing is known of items. */
  public Optional<Kept> kept(Arn datasetGroupArn, CompiledFilter filter) {
    return filter.subject() == Subject.ITEM && filter.isSameForAll()
        ? catalogs.of(datasetGroupArn, DatasetType.ITEMS).map(items -> kept(filter, items))
        : Optional.empty();
  }

  private Kept kept(CompiledFilter filter, RecordColumns items) {
    ItemFilter allowed = AllowedItems.of(
        filter.bind(Map.of(), new Situation(null, null, clock.instant())),
        items.size(),
        clause -> joined(new MatchingRows(clause.where()).of(items)));
    return new Kept(
        (int) IntStream.range(0, items.size()).filter(allowed::allows).count(), items.size());
  }

  /** The pieces are of one length, the last one too. */
  private static long[] joined(long[][] pieces) {
    int words = pieces.length == 0 ? 0 : pieces[0].length;
    long[] all = new long[pieces.length * words];
    for (int piece = 0; piece < pieces.length; piece++) {
      System.arraycopy(pieces[piece], 0, all, piece * words, words);
    }
    return all;
  }
}
