// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import java.util.List;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.test.context.event.annotation.BeforeTestMethod;

/** Empties every table before each test, so that it starts from nothing. */
@Component
public class EmptyDatabase {
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
    List<String> tables = jdbc.sql("""
            SELECT quote_ident(relname) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
              AND relname <> 'flyway_schema_history'
            """).query(String.class).list();
    String truncate = "TRUNCATE " + String.join(", ", tables) + " CASCADE";
    try {
      jdbc.sql(truncate).update();
    } catch (
        PessimisticLockingFailureException
            e) { // a thread of the service held one and waited for another
      jdbc.sql(truncate).update();
    }
  }
}
