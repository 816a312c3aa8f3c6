// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.test.context.event.annotation.BeforeTestMethod;

/** Empties every table before each test, so that it starts from nothing. */
@Component
public class EmptyDatabase {
  /** Those that have rows: of an empty one new files would be made as well. */
  private static final String TRUNCATE_FILLED = """
      DO $$
      DECLARE
        name text;
        filled boolean;
        names text[] := '{}';
      BEGIN
        FOR name IN
          SELECT quote_ident(relname) FROM pg_class
          WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND relname <> 'flyway_schema_history'
        LOOP
          EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO filled;
          IF filled THEN
            names := names || name;
          END IF;
        END LOOP;
        IF cardinality(names) > 0 THEN
          EXECUTE 'TRUNCATE ' || array_to_string(names, ', ') || ' CASCADE';
        END IF;
      END
      $$
      """;

  private final JdbcClient jdbc;

  public EmptyDatabase(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @BeforeTestMethod
  public void empty() {
    jdbc.sql(
            "SELECT 'DROP TABLE ' || relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^interaction_[0-9]+$'")
        .query(String.class)
        .list()
        .forEach(drop -> jdbc.sql(drop).update());
    try {
      jdbc.sql(TRUNCATE_FILLED).update();
    } catch (
        PessimisticLockingFailureException
            e) { // a thread of the service held one and waited for another
      jdbc.sql(TRUNCATE_FILLED).update();
    }
  }
}
