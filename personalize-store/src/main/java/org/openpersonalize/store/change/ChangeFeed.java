// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.change;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells all nodes that a resource changed or that a job waits: Postgres' LISTEN and NOTIFY.
 *
 * <p>A notice carries an ARN, and who gets it reads the row again. Notices are sent at commit and may be lost with the
 * connection, so listeners also hear {@link ChangeListener#resync} whenever the feed has (re)connected and now and then
 * in between. Events are never announced here: NOTIFY makes commits queue up.
 */
public final class ChangeFeed extends Feed {
  private static final String RESOURCES = "personalize_resource";
  private static final String JOBS = "personalize_job";
  private static final int WAIT_MILLIS = 1_000;
  private static final int TURNS_PER_RESYNC = 30;

  private final JdbcClient jdbc;
  private final String url;
  private final Properties login = new Properties();
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Runnable> workers = new ConcurrentHashMap<>();

  /** Hears of changes; called on the feed's own thread, so it should be quick. */
  public interface ChangeListener {
    void changed(Arn resource);

    /** Anything may have changed since the last call. */
    void resync();
  }

  /**
   * @param url the database, for a connection of the feed's own outside the pool
   */
  public ChangeFeed(JdbcClient jdbc, String url, @Nullable String user, @Nullable String password) {
    super("change-feed");
    this.jdbc = jdbc;
    this.url = url;
    if (user != null) {
      login.setProperty("user", user);
    }
    if (password != null) {
      login.setProperty("password", password);
    }
    login.setProperty("ApplicationName", "personalize-change-feed");
    login.setProperty("tcpKeepAlive", "true");
  }

  /** Announces, when the caller's transaction commits, that a resource was created, changed or deleted. */
  public void announce(Arn resource) {
    notify(RESOURCES, resource.toString());
  }

  /** Announces, when the caller's transaction commits, that a job waits in a queue. */
  public void announceJob(String queue) {
    notify(JOBS, queue);
  }

  private void notify(String channel, String payload) {
    jdbc.sql("SELECT pg_notify(:channel, :payload)")
        .param("channel", channel)
        .param("payload", payload)
        .query((row, number) -> payload)
        .list();
  }

  public void subscribe(ChangeListener listener) {
    listeners.add(listener);
  }

  /** Names what to do when a job waits in a queue. */
  public void onJob(String queue, Runnable wakeUp) {
    workers.put(queue, wakeUp);
  }

  @Override
  protected void listen() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, login)) {
      try (var statement = connection.createStatement()) {
        statement.execute("LISTEN " + RESOURCES);
        statement.execute("LISTEN " + JOBS);
      }
      for (int turn = 0; isRunning(); turn++) {
        if (turn % TURNS_PER_RESYNC == 0) {
          listeners.forEach(ChangeListener::resync);
        }
        deliver(connection.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS));
      }
    }
  }

  private void deliver(PGNotification @Nullable [] notices) {
    if (notices == null) {
      return;
    }
    for (PGNotification notice : notices) {
      if (notice.getName().equals(JOBS)) {
        workers.getOrDefault(notice.getParameter(), () -> {}).run();
      } else {
        Arn resource = Arn.parse(notice.getParameter());
        listeners.forEach(listener -> listener.changed(resource));
      }
    }
  }
}
