// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks at the heap every minute as {@link HeapKeeper} does, if the JVM was started with G1 and {@code
 * -XX:+ExplicitGCInvokesConcurrent}: any other collection would stop the service.
 */
@Component
final class HeapWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private @Nullable ScheduledExecutorService watch;

  @EventListener(ApplicationReadyEvent.class)
  synchronized void ready() {
    if (watch == null && isTrue("UseG1GC") && isTrue("ExplicitGCInvokesConcurrent")) {
      HeapKeeper keeper = new HeapKeeper(new JvmHeap());
      watch = Executors.newSingleThreadScheduledExecutor(HeapWatch::daemon);
      watch.scheduleWithFixedDelay(
          keeper::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static boolean isTrue(String option) {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return jvm != null && Boolean.parseBoolean(jvm.getVMOption(option).getValue());
    } catch (IllegalArgumentException e) { // another JVM
      return false;
    }
  }

  private static Thread daemon(Runnable look) {
    Thread thread = new Thread(look, "heap-watch");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void close() {
    if (watch != null) {
      watch.shutdownNow();
    }
  }

  private static final class JvmHeap implements HeapKeeper.Heap {
    private final Runtime runtime = Runtime.getRuntime();

    @Override
    public long committed() {
      return runtime.totalMemory();
    }

    @Override
    public long used() {
      return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void collect() {
      System.gc();
    }
  }
}
