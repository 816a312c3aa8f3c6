package org.openpersonalize.store.testing;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Empties every table, so that a test starts from nothing. */
@Component
public class EmptyDatabase {
  private final JdbcClient jdbc;

  public EmptyDatabase(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void empty() {
    List<String> tables = jdbc.sql("""
            SELECT quote_ident(relname) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
              AND relname <> 'flyway_schema_history'
            """).query(String.class).list();
    jdbc.sql("TRUNCATE " + String.join(", ", tables) + " CASCADE").update();
  }
}
