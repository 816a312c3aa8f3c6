package org.openpersonalize.training.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.TrainingProgress;
import org.openpersonalize.core.resource.Arn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Shows how trainings go, as metrics and now and then in the log, and stops those that take too long. */
@Component
public class TrainingMonitor {
  private static final Logger log = LoggerFactory.getLogger(TrainingMonitor.class);

  private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);

  private final MeterRegistry metrics;

  public TrainingMonitor(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /** A training took longer than it may. */
  static final class TimedOut extends CancellationException {
    TimedOut(Duration limit) {
      super("The training took longer than %s, the limit that personalize.training.timeout sets."
          .formatted(limit));
    }
  }

  /** Watches one training until it is closed. */
  Watch watch(Arn versionArn, Duration timeout) {
    return new Watch(versionArn, timeout);
  }

  /** The progress of one training. */
  final class Watch implements TrainingProgress, AutoCloseable {
    private final Arn versionArn;
    private final Duration timeout;
    private final Thread worker = Thread.currentThread();
    private final long started = System.nanoTime();
    private final List<Meter> gauges;
    private long logged = started;
    private volatile double fraction;
    private volatile double loss = Double.NaN;

    private Watch(Arn versionArn, Duration timeout) {
      this.versionArn = versionArn;
      this.timeout = timeout;
      this.gauges = List.of(
          gauge("progress", null, "Done so far, 0 to 1", watch -> watch.fraction),
          gauge("loss", null, "What the training minimises", watch -> watch.loss),
          gauge("remaining", "seconds", "Expected time to the end", Watch::secondsLeft));
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
      long now = System.nanoTime();
      if (now - logged > LOG_INTERVAL.toNanos()) {
        logged = now;
        log.info(
            "Training {}: {} % ({}), loss {}, {} s left",
            versionArn, Math.round(100 * done), stage, newLoss, Math.round(secondsLeft()));
      }
    }

    private double secondsLeft() {
      double elapsed = (System.nanoTime() - started) / 1e9;
      return fraction == 0 ? Double.NaN : elapsed * (1 - fraction) / fraction;
    }

    /**
     * Has the worker been told to stop? Then the training ends here and starts again when the service does.
     *
     * @throws TimedOut if the training took too long
     */
    @Override
    public boolean isCancelled() {
      if (System.nanoTime() - started > timeout.toNanos()) {
        throw new TimedOut(timeout);
      }
      return worker.isInterrupted();
    }

    @Override
    public void close() {
      gauges.forEach(metrics::remove);
    }
  }
}
