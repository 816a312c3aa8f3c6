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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells all nodes that a resource changed or that a job waits: Postgres' LISTEN and NOTIFY.
 *
 * <p>A notice carries an ARN, and who gets it reads the row again. Notices are sent at commit and may be lost with the
 * connection, so listeners also hear {@link ChangeListener#resync} whenever the feed has (re)connected and now and then
 * in between. Events are never announced here: NOTIFY makes commits queue up.
 */
public final class ChangeFeed implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);

  /** Feeds start before the workers and the web server, which they serve, and stop after them. */
  public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 8192;

  private static final String RESOURCES = "personalize_resource";
  private static final String JOBS = "personalize_job";
  private static final int WAIT_MILLIS = 1_000;
  private static final int RECONNECT_MILLIS = 1_000;
  private static final int TURNS_PER_RESYNC = 30;

  private final JdbcClient jdbc;
  private final String url;
  private final Properties login = new Properties();
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Runnable> workers = new ConcurrentHashMap<>();
  private @Nullable Thread thread;
  private volatile boolean running;

  /** Hears of changes; called on the feed's own thread, so it should be quick. */
  public interface ChangeListener {
    void changed(Arn resource);

    /** Anything may have changed since the last call. */
    void resync();
  }

  /**
   * @param url the database, for a connection of the feed's own outside the pool
   */
  public ChangeFeed(JdbcClient jdbc, String url, String user, String password) {
    this.jdbc = jdbc;
    this.url = url;
    login.setProperty("user", user);
    login.setProperty("password", password);
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
  public int getPhase() {
    return PHASE;
  }

  @Override
  public void start() {
    running = true;
    Thread listening = new Thread(this::listen, "change-feed");
    listening.setDaemon(true);
    listening.start();
    thread = listening;
  }

  private void listen() {
    while (running) {
      try (Connection connection = DriverManager.getConnection(url, login)) {
        try (var statement = connection.createStatement()) {
          statement.execute("LISTEN " + RESOURCES);
          statement.execute("LISTEN " + JOBS);
        }
        for (int turn = 0; running; turn++) {
          if (turn % TURNS_PER_RESYNC == 0) {
            listeners.forEach(ChangeListener::resync);
          }
          deliver(connection.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS));
        }
      } catch (SQLException e) {
        if (running) {
          log.warn("Lost the change feed, connecting again: {}", e.getMessage());
          pause();
        }
      } catch (RuntimeException e) {
        log.error("A change could not be taken in", e);
        pause();
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

  private static void pause() {
    try {
      Thread.sleep(RECONNECT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
