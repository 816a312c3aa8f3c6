// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever becomes of a COPY, whoever gets its connection next reads the answers to their own questions, and so does
 * everybody else meanwhile.
 */
@SpringBootTest(classes = StoreTestConfiguration.class)
@Timeout(60)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CopiesTest {
  private static final int OTHERS = 3;
  private static final int REPETITIONS = 2;

  @Autowired
  Copies copies;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  DataSource dataSource;

  @Autowired
  TransactionTemplate transaction;

  @Value("${spring.datasource.hikari.maximum-pool-size}")
  int poolSize;

  private final AtomicLong questions = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicReference<@Nullable Throwable> strangersAnswer = new AtomicReference<>();
  private final List<Thread> others = new ArrayList<>();

  /** In which row something goes wrong. */
  enum Moment {
    FIRST_ROW,
    MIDDLE,
    LAST_ROW,
    AFTER_THE_LAST_ROW;

    int row(int rows) {
      return switch (this) {
        case FIRST_ROW -> 1;
        case MIDDLE -> (rows + 1) / 2;
        case LAST_ROW -> rows;
        case AFTER_THE_LAST_ROW -> rows + 1;
      };
    }
  }

  static Stream<Arguments> momentsAndSizes() {
    return Stream.of(1, 3, 1_500, 50_000)
        .flatMap(rows -> Stream.of(Moment.values())
            .flatMap(moment ->
                Stream.of(Arguments.of(moment, rows, false), Arguments.of(moment, rows, true))));
  }

  @BeforeEach
  void ask_other_questions_meanwhile() {
    for (int i = 0; i < OTHERS; i++) {
      Thread thread = new Thread(() -> {
        try {
          while (!done.get()) {
            ask();
          }
        } catch (Throwable e) {
          strangersAnswer.compareAndSet(null, e);
        }
      });
      others.add(thread);
      thread.start();
    }
  }

  @AfterEach
  void nobody_else_got_a_wrong_answer() throws InterruptedException {
    done.set(true);
    for (Thread other : others) {
      other.join();
    }
    assertThat(strangersAnswer.get()).isNull();
  }

  @ParameterizedTest
  @MethodSource("momentsAndSizes")
  void a_sink_that_throws_leaves_its_connection_in_step(
      Moment moment, int rows, boolean inTransaction) throws SQLException {
    for (int i = 0; i < REPETITIONS; i++) {
      assertThatThrownBy(() -> within(
              inTransaction,
              () -> copyOut(rows, row -> {
                if (row == moment.row(rows)) {
                  throw new IllegalStateException("The sink is full");
                }
              })))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The sink is full");
      requireInStep();
    }
  }

  @ParameterizedTest
  @MethodSource("momentsAndSizes")
  void rows_that_throw_leave_their_connection_in_step_and_nothing_behind(
      Moment moment, int rows, boolean inTransaction) throws SQLException {
    for (int i = 0; i < REPETITIONS; i++) {
      assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
            jdbc.sql("CREATE TABLE filled (id int, name text)").update();
            try (CopyWriter writer = copies.in("filled", 2)) {
              for (int row = 1; row <= rows + 1; row++) {
                if (row == moment.row(rows)) {
                  throw new CancellationException("There are no more rows");
                }
                writer.startRow();
                writer.integer(row);
                writer.text("x".repeat(100));
              }
              writer.finish();
            }
          }))
          .isInstanceOf(CancellationException.class)
          .hasMessage("There are no more rows");
      requireInStep();
    }
    assertThat(jdbc.sql("SELECT to_regclass('filled') IS NULL")
            .query(Boolean.class)
            .single())
        .isTrue();
  }

  @Test
  void a_sink_that_does_not_want_all_rows_leaves_them() throws SQLException {
    copies.out(rows(200_000), reader -> assertThat(reader.nextRow()).isTrue());

    requireInStep();
  }

  @Test
  void a_query_that_fails_in_the_middle_leaves_its_connection_in_step() throws SQLException {
    for (boolean inTransaction : List.of(false, true)) {
      assertThatThrownBy(() -> within(
              inTransaction,
              () -> copies.out(
                  "SELECT 1 / (100000 - i) FROM generate_series(1, 200000) i", reader -> {
                    while (reader.nextRow()) {
                      reader.slice();
                    }
                  })))
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("division by zero");
      requireInStep();
    }
  }

  @Test
  void a_statement_that_times_out_during_a_copy_leaves_its_connection_in_step()
      throws SQLException {
    assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
          jdbc.sql("SET LOCAL statement_timeout = '50ms'").update();
          copyOut(10_000_000, row -> {});
        }))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("statement timeout");
    requireInStep();
  }

  @Test
  void an_interrupted_worker_leaves_its_connection_in_step() throws SQLException {
    assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
          jdbc.sql("CREATE TABLE filled (id int, name text)").update();
          try (CopyWriter writer = copies.in("filled", 2)) {
            Thread.currentThread().interrupt();
            for (int row = 0; row < 10_000; row++) {
              writer.startRow();
              writer.integer(row);
              writer.text("x".repeat(100));
            }
            writer.finish();
          }
        }))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    requireInStep();

    assertThatThrownBy(() -> copyOut(200_000, row -> {
          Thread.currentThread().interrupt();
          throw new CancellationException("The service stops");
        }))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    requireInStep();
  }

  @Test
  void a_connection_that_breaks_during_a_copy_is_not_given_to_anybody() throws SQLException {
    for (boolean inTransaction : List.of(false, true)) {
      assertThatThrownBy(() -> within(
              inTransaction,
              () -> copies.out(pidAndRows(1_000_000), reader -> {
                assertThat(reader.nextRow()).isTrue();
                terminate(Integer.parseInt(String.valueOf(reader.text())));
                while (reader.nextRow()) {
                  reader.slice();
                }
              })))
          .isInstanceOfAny(DataAccessException.class, TransactionException.class);
      requireInStep();
    }
  }

  private static String pidAndRows(int rows) {
    return "SELECT pg_backend_pid()::text, repeat('x', 100) FROM generate_series(1, %d)"
        .formatted(rows);
  }

  /** From another connection, as the one of the transaction is busy with its COPY. */
  private void terminate(int pid) throws SQLException {
    try (Connection other = dataSource.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_terminate_backend(" + pid + ")");
    }
  }

  private void within(boolean inTransaction, Runnable work) {
    if (inTransaction) {
      transaction.executeWithoutResult(status -> work.run());
    } else {
      work.run();
    }
  }

  private static String rows(int rows) {
    return "SELECT i::text, repeat('x', 100) FROM generate_series(1, %d) i".formatted(rows);
  }

  /** @param eachRow hears the number of every row from 1 on, and in the end that of the row there is not */
  private void copyOut(int rows, IntConsumer eachRow) {
    copies.out(rows(rows), reader -> {
      int row = 0;
      while (reader.nextRow()) {
        row++;
        assertThat(reader.text()).isEqualTo(Integer.toString(row));
        eachRow.accept(row);
      }
      eachRow.accept(row + 1);
    });
  }

  /** Asks what only this question has for an answer. */
  private void ask() {
    String question = "question " + questions.incrementAndGet();
    assertThat(jdbc.sql("SELECT :question::text WHERE :question::text <> ''")
            .param("question", question)
            .query(String.class)
            .list())
        .containsExactly(question);
  }

  /** Asks with the connection this thread used last, and then with all of the pool at once. */
  private void requireInStep() throws SQLException {
    for (int i = 0; i < 5; i++) {
      ask();
    }
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < poolSize - OTHERS; i++) {
        all.add(dataSource.getConnection());
      }
      for (int round = 0; round < 2; round++) {
        for (Connection connection : all) {
          String question = "question " + questions.incrementAndGet();
          try (Statement statement = connection.createStatement();
              ResultSet answer = statement.executeQuery("SELECT '" + question + "'")) {
            assertThat(answer.next()).isTrue();
            assertThat(answer.getString(1)).isEqualTo(question);
            assertThat(answer.next()).isFalse();
          }
        }
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }
}
