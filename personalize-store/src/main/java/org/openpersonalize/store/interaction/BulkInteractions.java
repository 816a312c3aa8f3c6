// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Bulk interactions: one partition an import.
 *
 * <p>An import becomes a partition in one transaction: a fresh table is filled by COPY, indexed, freed of duplicates and
 * attached. Which imports count is written in {@code interaction_import}, so that a FULL import replaces the earlier ones
 * by an update of a few rows, without a lock that a reader would feel; {@link #dropReplaced} takes the old partitions
 * away later. The alternative that lost, a staging table with text keys and foreign keys, took twelve times as long.
 */
@Component
public class BulkInteractions {
  private static final String REHEARSED = "rehearsed_interaction";

  /** Less than the number of any import. */
  private static final int NO_IMPORT = 0;

  private final JdbcClient jdbc;
  private final JdbcTemplate statements;
  private final Copies copies;
  private final Clock clock;

  public BulkInteractions(JdbcClient jdbc, JdbcTemplate statements, Copies copies, Clock clock) {
    this.jdbc = jdbc;
    this.statements = statements;
    this.copies = copies;
    this.clock = clock;
  }

  /** As {@link #begin(int, ImportMode, Set)}, of interactions that may have any detail. */
  @Transactional(propagation = Propagation.MANDATORY)
  public InteractionLoader begin(int datasetId, ImportMode mode) {
    return begin(datasetId, mode, EnumSet.allOf(InteractionDetail.class));
  }

  /**
   * Begins an import in the caller's transaction, whose connection takes the rows and nothing else until the loader has
   * finished.
   *
   * @param mode {@link ImportMode#FULL} replaces the dataset's earlier bulk rows; events stay
   * @param details of which the interactions may have some
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public InteractionLoader begin(int datasetId, ImportMode mode, Set<InteractionDetail> details) {
    int importId = jdbc.sql("""
            INSERT INTO interaction_import (dataset_id, visible, row_count, imported_at)
            VALUES (:dataset, true, 0, :now) RETURNING import_id
            """)
        .param("dataset", datasetId)
        .param("now", Timestamps.timestamptz(clock.instant()))
        .query(Integer.class)
        .single();
    String partition = "interaction_" + importId;
    statements.execute("CREATE TABLE %s (LIKE interaction, CHECK (import_id = %d))"
        .formatted(partition, importId));
    LoadedInteractions loaded = loaded(partition, datasetId, importId);
    return new InteractionLoader(
        copies,
        partition,
        details,
        (copied, repeats) -> loaded.attach(copied, repeats, mode, clock));
  }

  /** As {@link #begin}, for an import that is not to be: finishing it only answers what it would bring. */
  @Transactional(propagation = Propagation.MANDATORY)
  public InteractionLoader rehearse(
      int datasetId, ImportMode mode, Set<InteractionDetail> details) {
    statements.execute(
        "CREATE TEMPORARY TABLE %s (LIKE interaction) ON COMMIT DROP".formatted(REHEARSED));
    LoadedInteractions loaded = loaded(REHEARSED, datasetId, NO_IMPORT);
    return new InteractionLoader(
        copies, REHEARSED, details, (copied, repeats) -> loaded.compare(copied, repeats, mode));
  }

  /** The rows need not say to which import they belong. */
  private LoadedInteractions loaded(String table, int datasetId, int importId) {
    statements.execute("ALTER TABLE %s ALTER import_id SET DEFAULT %d".formatted(table, importId));
    return new LoadedInteractions(statements, copies, table, datasetId, importId);
  }

  /**
   * How many of the interactions that were rehearsed last in the caller's transaction, and are new, name something that a dataset
   * has a record of.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public long rehearsedWithRecords(int recordsDatasetId, boolean ofUsers) {
    return jdbc.sql("""
            SELECT count(*) FROM %s
            WHERE EXISTS (SELECT FROM dataset_record WHERE dataset_id = :records AND record_id = %s)
            """.formatted(REHEARSED, ofUsers ? "user_id" : "item_id"))
        .param("records", recordsDatasetId)
        .query(Long.class)
        .single();
  }

  /** Has the dataset bulk rows? Its first import has to be a full one. */
  public boolean hasImports(int datasetId) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT FROM interaction_import WHERE dataset_id = :dataset AND visible)")
        .param("dataset", datasetId)
        .query(Boolean.class)
        .single();
  }

  /**
   * Takes away the partitions that later imports replaced. Not in a transaction: each partition goes by itself, and
   * waits for the readers it still has.
   */
  @Transactional(propagation = Propagation.NEVER)
  public void dropReplaced(int datasetId) {
    List<Integer> replaced = jdbc.sql(
            "SELECT import_id FROM interaction_import WHERE dataset_id = :dataset AND NOT visible ORDER BY import_id")
        .param("dataset", datasetId)
        .query(Integer.class)
        .list();
    for (int importId : replaced) {
      detach("interaction_" + importId);
      statements.execute("DROP TABLE IF EXISTS interaction_" + importId);
      jdbc.sql("DELETE FROM interaction_import WHERE import_id = :import")
          .param("import", importId)
          .update();
    }
  }

  private void detach(String partition) {
    finishDetaching();
    boolean attached =
        jdbc.sql("""
            SELECT EXISTS (SELECT FROM pg_inherits
                           WHERE inhparent = 'interaction'::regclass AND inhrelid = to_regclass(:partition))
            """).param("partition", partition).query(Boolean.class).single();
    if (attached) {
      statements.execute(
          "ALTER TABLE interaction DETACH PARTITION %s CONCURRENTLY".formatted(partition));
    }
  }

  /** Postgres detaches one partition at a time; one that a crash left half detached keeps all others waiting. */
  private void finishDetaching() {
    jdbc.sql("""
            SELECT inhrelid::regclass::text FROM pg_inherits
            WHERE inhparent = 'interaction'::regclass AND inhdetachpending
            """)
        .query(String.class)
        .list()
        .forEach(partition -> statements.execute(
            "ALTER TABLE interaction DETACH PARTITION %s FINALIZE".formatted(partition)));
  }
}
