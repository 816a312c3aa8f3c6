#!/usr/bin/env bash
# After its clock was set back, db-scheduler looks for nothing that is due until the clock has caught up.
source "$(dirname "$0")/lib.sh"

jars "$work/jars" com.github.kagkarlsson:db-scheduler:16.12.0 com.h2database:h2:2.5.250 org.slf4j:slf4j-nop:2.0.17 \
  org.slf4j:slf4j-api:2.0.17

cat > "$work/ClockSetBack.java" <<'JAVA'
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcDataSource;

/** One job that is due a second after the clock was set, and a scheduler that looks every 200 milliseconds. */
public class ClockSetBack {
  private static final String TABLE = """
      CREATE TABLE scheduled_tasks (
        task_name VARCHAR(100), task_instance VARCHAR(100), task_data BLOB, execution_time TIMESTAMP(6) WITH TIME ZONE,
        picked BOOLEAN, picked_by VARCHAR(50), last_success TIMESTAMP(6) WITH TIME ZONE,
        last_failure TIMESTAMP(6) WITH TIME ZONE, consecutive_failures INT, last_heartbeat TIMESTAMP(6) WITH TIME ZONE,
        version BIGINT, priority SMALLINT, PRIMARY KEY (task_name, task_instance))""";

  /** How many jobs run within ten seconds after the clock was set by so much while the scheduler had nothing to do. */
  private static int runs(Duration step, boolean woken) throws Exception {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + step.toMinutes() + woken + ";DB_CLOSE_DELAY=-1");
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute(TABLE);
    }
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    AtomicInteger runs = new AtomicInteger();
    OneTimeTask<Void> task = Tasks.oneTime("job").execute((instance, context) -> runs.incrementAndGet());
    Scheduler scheduler = Scheduler.create(database, task)
        .threads(1)
        .pollingInterval(Duration.ofMillis(200))
        .clock(() -> Instant.now().plus(ahead.get()))
        .build();
    scheduler.start();
    Thread.sleep(2000);
    ahead.set(step);
    scheduler.schedule(task.instance("1"), Instant.now().plus(step).plusSeconds(1));
    for (int tenth = 0; tenth < 100 && runs.get() == 0; tenth++) {
      Thread.sleep(100);
      if (woken) {
        scheduler.triggerCheckForDueExecutions();
      }
    }
    scheduler.stop();
    return runs.get();
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println("Packages:  com.github.kagkarlsson:db-scheduler 16.12.0 on H2 2.5.250");
    System.out.println("Guess:     a scheduler that looks every 200 milliseconds starts a job soon after its time has come");
    System.out.println("Behaviour: between two looks it waits until its clock shows a time. If the clock is set back meanwhile, "
        + "that time is far ahead, and it looks for nothing until then; triggerCheckForDueExecutions() ends the wait");
    System.out.println();
    int[] seen = {
      runs(Duration.ZERO, false), runs(Duration.ofMinutes(10), false), runs(Duration.ofMinutes(-10), false),
      runs(Duration.ofMinutes(-10), true)
    };
    System.out.println("Jobs that ran within ten seconds, of one that was due a second after the clock was set");
    System.out.println("  as it was:                  " + seen[0]);
    System.out.println("  ahead by ten minutes:       " + seen[1]);
    System.out.println("  back by ten minutes:        " + seen[2]);
    System.out.println("  back, and the queue woken:  " + seen[3]);
    boolean changed = seen[0] != 1 || seen[1] != 1 || seen[2] != 0 || seen[3] != 1;
    System.out.println();
    System.out.println(changed ? "Changed." : "As described.");
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -cp "$work/jars/*" "$work/ClockSetBack.java"
