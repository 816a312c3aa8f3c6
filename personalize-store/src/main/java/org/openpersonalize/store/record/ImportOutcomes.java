// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

import java.sql.Array;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What imports found in their files, by import job. It goes with its job. */
@Component
public class ImportOutcomes {
  private final JdbcClient jdbc;

  public ImportOutcomes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What one import found.
   *
   * @param records in the files, repetitions left out
   * @param added those of them that the dataset did not have
   * @param unfitRecords those with a value that does not fit its column and counts as missing
   * @param unfitValues how many such values there are
   * @param examples the first of them, with file, line, column and what is wrong
   */
  public record Outcome(
      long records, long added, long unfitRecords, long unfitValues, List<String> examples) {}

  /** Notes an outcome in the transaction that makes the job ACTIVE. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(Arn importJobArn, Outcome outcome) {
    jdbc.sql("""
            INSERT INTO import_outcome (dataset_import_job_arn, records, added, unfit_records, unfit_values, examples)
            VALUES (:job, :records, :added, :unfitRecords, :unfitValues, :examples)
            """)
        .param("job", importJobArn.toString())
        .param("records", outcome.records())
        .param("added", outcome.added())
        .param("unfitRecords", outcome.unfitRecords())
        .param("unfitValues", outcome.unfitValues())
        .param("examples", outcome.examples().toArray(String[]::new))
        .update();
  }

  /** The outcome of a job; empty until it is ACTIVE. */
  public Optional<Outcome> find(Arn importJobArn) {
    return jdbc.sql("""
            SELECT records, added, unfit_records, unfit_values, examples
            FROM import_outcome WHERE dataset_import_job_arn = :job
            """)
        .param("job", importJobArn.toString())
        .query((row, number) -> new Outcome(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            examples(row.getArray(5))))
        .optional();
  }

  private static List<String> examples(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
