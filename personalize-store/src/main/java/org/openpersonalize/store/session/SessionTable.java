// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sessions, by the SHA-256 of what their cookies hold: who reads this table can sign in with nothing of it.
 *
 * <p>A session ends two hours after it was used last, and twelve after it began.
 */
@Component
public class SessionTable {
  private static final Duration IDLE = Duration.ofHours(2);
  private static final Duration LONGEST = Duration.ofHours(12);

  /** How exactly it is known when a session was used: pages are looked at more often than rows should be written. */
  private static final Duration PRECISION = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final Clock clock;

  public SessionTable(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private record Row(Session session, Instant used) {
    static Row of(ResultSet row, int number) throws SQLException {
      return new Row(
          new Session(row.getString(1), row.getString(2)),
          row.getObject(3, OffsetDateTime.class).toInstant());
    }
  }

  /** Begins a session, and forgets those that have ended by themselves. */
  @Transactional
  public void begin(String cookieHash, Session session) {
    Instant now = clock.instant();
    jdbc.sql("DELETE FROM console_session WHERE used_at <= :idle OR created_at <= :longest")
        .param("idle", Timestamps.timestamptz(now.minus(IDLE)))
        .param("longest", Timestamps.timestamptz(now.minus(LONGEST)))
        .update();
    jdbc.sql("""
            INSERT INTO console_session (cookie_hash, access_key_id, csrf_token, created_at, used_at)
            VALUES (:hash, :key, :csrf, :now, :now)
            """)
        .param("hash", cookieHash)
        .param("key", session.accessKeyId())
        .param("csrf", session.csrfToken())
        .param("now", Timestamps.timestamptz(now))
        .update();
  }

  /** The session, which is used herewith; empty if there is none or it has ended. */
  public Optional<Session> use(String cookieHash) {
    Instant now = clock.instant();
    Optional<Row> row = jdbc.sql("""
            SELECT access_key_id, csrf_token, used_at FROM console_session
            WHERE cookie_hash = :hash AND used_at > :idle AND created_at > :longest
            """)
        .param("hash", cookieHash)
        .param("idle", Timestamps.timestamptz(now.minus(IDLE)))
        .param("longest", Timestamps.timestamptz(now.minus(LONGEST)))
        .query(Row::of)
        .optional();
    if (row.isPresent() && row.get().used().isBefore(now.minus(PRECISION))) {
      jdbc.sql("UPDATE console_session SET used_at = :now WHERE cookie_hash = :hash")
          .param("now", Timestamps.timestamptz(now))
          .param("hash", cookieHash)
          .update();
    }
    return row.map(Row::session);
  }

  /**
   * A session, for somebody who looks at all of them.
   *
   * @param used to a minute
   * @param ours is it the one of who looks?
   */
  public record OpenSession(Instant began, Instant used, boolean ours) {}

  /** The sessions of a key that have not ended, newest first. */
  public List<OpenSession> open(String accessKeyId, String cookieHash) {
    Instant now = clock.instant();
    return jdbc.sql("""
            SELECT created_at, used_at, cookie_hash = :hash FROM console_session
            WHERE access_key_id = :key AND used_at > :idle AND created_at > :longest ORDER BY created_at DESC
            """)
        .param("hash", cookieHash)
        .param("key", accessKeyId)
        .param("idle", Timestamps.timestamptz(now.minus(IDLE)))
        .param("longest", Timestamps.timestamptz(now.minus(LONGEST)))
        .query((row, number) -> new OpenSession(
            row.getObject(1, OffsetDateTime.class).toInstant(),
            row.getObject(2, OffsetDateTime.class).toInstant(),
            row.getBoolean(3)))
        .list();
  }

  /** Ends all sessions of a key but one. */
  public void endOthers(String accessKeyId, String cookieHash) {
    jdbc.sql("DELETE FROM console_session WHERE access_key_id = :key AND cookie_hash <> :hash")
        .param("key", accessKeyId)
        .param("hash", cookieHash)
        .update();
  }

  /** Ends a session, if there is one. */
  public void end(String cookieHash) {
    jdbc.sql("DELETE FROM console_session WHERE cookie_hash = :hash")
        .param("hash", cookieHash)
        .update();
  }
}
