package org.openpersonalize.training.run;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.training.Checkpoints;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobStopped;
import org.openpersonalize.training.TrainingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Shows how trainings go, as metrics and now and then in the log, and ends those that take too long or that somebody
 * stops, on whatever node.
 */
@Component
public final class TrainingMonitor implements ChangeFeed.ChangeListener {
  private static final Logger log = LoggerFactory.getLogger(TrainingMonitor.class);

  static final String NDCG = "normalized_discounted_cumulative_gain_at_10";

  private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);

  private final SolutionVersionRepository versions;
  private final TrainingSettings settings;
  private final MeterRegistry metrics;
  private final Map<Arn, Watch> watches = new ConcurrentHashMap<>();

  public TrainingMonitor(
      SolutionVersionRepository versions,
      ChangeFeed changes,
      TrainingSettings settings,
      MeterRegistry metrics) {
    this.versions = versions;
    this.settings = settings;
    this.metrics = metrics;
    changes.subscribe(this);
  }

  /** A training took longer than it may. */
  static final class TimedOut extends CancellationException {
    TimedOut(Duration limit) {
      super("The training took longer than %s, the limit that personalize.training.timeout sets."
          .formatted(limit));
    }
  }

  /** Watches one training until it is closed; the thread that asks for it is the one that trains. */
  Watch watch(Arn versionArn) {
    Watch watch = new Watch(versionArn);
    watches.put(versionArn, watch);
    changed(versionArn); // it may have been stopped before anybody listened
    return watch;
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public void changed(Arn resource) {
    Watch watch = watches.get(resource);
    if (watch != null) {
      watch.isStopped = versions
          .findById(resource)
          .filter(version -> version.status() == Status.CREATE_IN_PROGRESS)
          .isEmpty();
    }
  }

  @Override
  public void resync() {
    watches.keySet().forEach(this::changed);
  }

  /**
   * What a training took.
   *
   * @param seconds since it was forecast
   * @param heapBytes the most that the heap grew by, as far as reports saw it; garbage included
   */
  record Used(double seconds, long heapBytes) {}

  /** The progress of one training. */
  final class Watch implements TrainingProgress, AutoCloseable {
    private final Arn versionArn;
    private final Thread worker = Thread.currentThread();
    private final long started = System.nanoTime();
    private final List<Meter> gauges;
    private long logged = started;
    private String outcome = "interrupted";
    private volatile boolean isStopped;
    private volatile double fraction;
    private volatile double loss = Double.NaN;
    private volatile double ndcg = Double.NaN;
    private volatile Checkpoints checkpoints = Checkpoints.NONE;
    private volatile Forecast forecast = new Forecast(Double.NaN, 0, 0, 0);
    private long expected = started;
    private final long heapAtStart = heap();
    private long mostHeap;

    private Watch(Arn versionArn) {
      this.versionArn = versionArn;
      this.gauges = List.of(
          gauge("progress", null, "Done so far, 0 to 1", watch -> watch.fraction),
          gauge("loss", null, "What the training minimises", watch -> watch.loss),
          gauge("ndcg", null, "NDCG at 10 of users that were held out", watch -> watch.ndcg),
          gauge("remaining", "seconds", "Expected time to the end", Watch::secondsLeft),
          gauge("forecast", "seconds", "Expected at its start", watch -> watch.forecast.seconds()),
          gauge("forecast.heap", "bytes", "Expected", watch -> watch.forecast.heapBytes()));
    }

    private Meter gauge(
        String name, @Nullable String unit, String description, ToDoubleFunction<Watch> value) {
      return Gauge.builder("personalize.training." + name, this, value)
          .baseUnit(unit)
          .description(description)
          .tag("solutionVersion", versionArn.id())
          .register(metrics);
    }

    @Override
    public void report(double done, double newLoss, String stage) {
      fraction = done;
      loss = newLoss;
      mostHeap = Math.max(mostHeap, heap() - heapAtStart);
      long now = System.nanoTime();
      if (now - logged > LOG_INTERVAL.toNanos()) {
        logged = now;
        log.info(
            "Training {}: {} % ({}), loss {}, held-out ndcg@10 {}, {} s left",
            versionArn, Math.round(100 * done), stage, newLoss, ndcg, Math.round(secondsLeft()));
      }
    }

    @Override
    public void heldOut(String metric, double value) {
      if (metric.equals(NDCG)) {
        ndcg = value;
      }
    }

    @Override
    public Checkpoints checkpoints() {
      return checkpoints;
    }

    /** Has the training keep its states here. */
    void keep(Checkpoints where) {
      checkpoints = where;
    }

    /** Has the forecast stand beside what the training takes from now on. */
    void expect(Forecast whatItTakes) {
      forecast = whatItTakes;
      expected = System.nanoTime();
    }

    /** What the training has taken since it was forecast. */
    Used used() {
      double seconds = (System.nanoTime() - expected) / 1e9;
      log.info(
          "Training {} took {} s, {} times the forecast",
          versionArn,
          Math.round(seconds),
          Math.round(100 * seconds / forecast.seconds()) / 100.0);
      DistributionSummary.builder("personalize.training.forecast.ratio")
          .description("What trainings took, divided by what they were expected to take")
          .register(metrics)
          .record(seconds / forecast.seconds());
      return new Used(seconds, mostHeap);
    }

    /** By the forecast until there is progress to judge by. */
    private double secondsLeft() {
      double elapsed = (System.nanoTime() - expected) / 1e9;
      return fraction == 0
          ? Math.max(0, forecast.seconds() - elapsed)
          : elapsed * (1 - fraction) / fraction;
    }

    @Override
    public boolean isCancelled() {
      return isStopped || isLate() || worker.isInterrupted();
    }

    private boolean isLate() {
      return System.nanoTime() - started > settings.timeout().toNanos();
    }

    /**
     * Where the worker has been told to stop, the training ends here and starts again when the service does.
     *
     * @throws JobStopped if the user called it off
     * @throws TimedOut if the training took too long
     */
    @Override
    public void throwIfCancelled() {
      if (isStopped) {
        throw new JobStopped(versionArn);
      }
      if (isLate()) {
        throw new TimedOut(settings.timeout());
      }
      TrainingProgress.super.throwIfCancelled();
    }

    /** Says how the training ended, for the metrics. */
    void ended(String how) {
      outcome = how;
    }

    @Override
    public void close() {
      watches.remove(versionArn, this);
      gauges.forEach(metrics::remove);
      Timer.builder("personalize.trainings")
          .description("Trainings, by outcome")
          .tag("outcome", isStopped ? "stopped" : outcome)
          .register(metrics)
          .record(Duration.ofNanos(System.nanoTime() - started));
    }
  }
}
