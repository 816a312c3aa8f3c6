// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.store.change.ChangeFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The models that answer requests, in memory.
 *
 * <p>A resource that is asked for the first time is loaded once, however many requests wait for it. When it wants something
 * else, a new model is loaded beside the old one and one reference is swapped; a request keeps the {@link Deployment} it
 * started with. If the new model cannot be loaded, the old one goes on serving, and {@link #failures} says so. The same where
 * {@link ModelMemory} has no room for it beside the old one; it is tried again as soon as another model is let go.
 */
@Component
public final class ModelCache implements ChangeFeed.ChangeListener, DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(ModelCache.class);

  private final List<Deployables> kinds;
  private final Deployments deployments;
  private final ModelMeters meters;
  private final ModelMemory memory;

  private final Map<Arn, Entry> entries = new ConcurrentHashMap<>();
  private final ExecutorService refreshing = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "model-cache");
    thread.setDaemon(true);
    return thread;
  });

  /** @param kinds of resources that answer requests */
  ModelCache(
      List<Deployables> kinds,
      Deployments deployments,
      ModelMeters meters,
      ModelMemory memory,
      ChangeFeed changes) {
    this.kinds = List.copyOf(kinds);
    this.deployments = deployments;
    this.meters = meters;
    this.memory = memory;
    changes.subscribe(this);
  }

  /** One resource's place; its lock makes loading a single flight. */
  private static final class Entry {
    volatile @Nullable Deployment deployment;
    volatile @Nullable String failure;
    volatile boolean waitsForMemory;
    long bytes; // taken of the memory for models
    List<Meter> meters = List.of();
  }

  /**
   * What a resource answers with.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link
   *     org.openpersonalize.core.resource.ErrorCode#RESOURCE_NOT_FOUND} if there is none of this ARN, {@link
   *     org.openpersonalize.core.resource.ErrorCode#INVALID_INPUT} if it answers not yet or no more, {@link
   *     org.openpersonalize.core.resource.ErrorCode#LIMIT_EXCEEDED} if there is no room for its model
   */
  public Deployment deployment(Arn arn) {
    Entry entry = entries.get(arn);
    Deployment deployment = entry == null ? null : entry.deployment;
    return deployment != null ? deployment : loadFirst(arn);
  }

  private Deployment loadFirst(Arn arn) {
    deployable(arn); // who is unknown gets no place
    Entry entry = entries.computeIfAbsent(arn, unused -> new Entry());
    synchronized (entry) {
      if (entry.deployment == null) {
        try {
          // The row is read once more: a change before there was an entry found nobody to tell.
          load(entry, deployable(arn), null);
        } catch (IOException e) {
          throw new IllegalStateException("The model of " + arn + " cannot be loaded", e);
        }
      }
      return Objects.requireNonNull(entry.deployment);
    }
  }

  private Deployable deployable(Arn arn) {
    return kinds.stream()
        .flatMap(kind -> kind.find(arn).stream())
        .findFirst()
        .orElseThrow(arn::doesNotExist);
  }

  /** As {@link #deployable}; empty if it answers no more. */
  private Optional<Deployable> wanted(Arn arn) {
    try {
      return Optional.of(deployable(arn));
    } catch (PersonalizeException e) {
      log.info("{} is not served any more: {}", arn, e.getMessage());
      return Optional.empty();
    }
  }

  /** Loads what is wanted, if there is room for it beside what is there, which is let go then. */
  private void load(Entry entry, Deployable wanted, @Nullable Deployment old) throws IOException {
    boolean isSameModel = old != null && old.deployable().trained().equals(wanted.trained());
    long bytes = isSameModel ? 0 : deployments.bytes(wanted);
    if (!memory.take(bytes)) {
      entry.waitsForMemory = old != null; // the first one is tried again by the next request
      throw ErrorCode.LIMIT_EXCEEDED.because(
          memory.refusal(wanted.trained(), bytes, memory.taken()));
    }
    try {
      replace(entry, deployments.of(wanted, old));
    } catch (IOException | RuntimeException | Error e) {
      memory.release(bytes);
      throw e;
    }
    if (!isSameModel) {
      long freed = entry.bytes;
      entry.bytes = bytes;
      letGo(freed);
    }
  }

  /** Gives memory back, and has those try again who wait for some. */
  private void letGo(long bytes) {
    memory.release(bytes);
    if (bytes > 0) {
      entries.forEach((arn, entry) -> {
        if (entry.waitsForMemory) {
          refreshLater(arn);
        }
      });
    }
  }

  private void replace(Entry entry, Deployment deployment) {
    entry.deployment = deployment;
    entry.failure = null;
    entry.waitsForMemory = false;
    if (entry.meters.isEmpty()) {
      entry.meters = meters.of(deployment.arn(), () -> entry.deployment);
    }
  }

  @Override
  public void changed(Arn resource) {
    if (entries.containsKey(resource)) {
      refreshLater(resource);
    }
  }

  @Override
  public void resync() {
    entries.keySet().forEach(this::refreshLater);
  }

  private void refreshLater(Arn arn) {
    try {
      refreshing.execute(() -> refresh(arn));
    } catch (RejectedExecutionException e) {
      log.debug("The service is stopping, {} is not refreshed", arn);
    }
  }

  /** Brings an entry up to date with what its resource wants. */
  private void refresh(Arn arn) {
    Entry entry = entries.get(arn);
    if (entry == null) {
      return;
    }
    synchronized (entry) {
      try {
        Optional<Deployable> wanted = wanted(arn);
        Deployment old = entry.deployment;
        if (wanted.isEmpty()) {
          entries.remove(arn);
          entry.deployment = null;
          meters.remove(entry.meters);
          long freed = entry.bytes;
          entry.bytes = 0;
          letGo(freed);
        } else if (old == null || !old.deployable().equals(wanted.get())) {
          load(entry, wanted.get(), old);
        }
      } catch (IOException | RuntimeException e) {
        if (refreshing.isShutdown()) {
          log.debug("The service is stopping, {} is not refreshed", arn, e);
          return;
        }
        entry.failure = e.getMessage();
        log.error("{} goes on with the model it has: the new one cannot be loaded", arn, e);
      }
    }
  }

  /** What could not be brought up to date, and why. */
  public Map<Arn, String> failures() {
    Map<Arn, String> failures = new ConcurrentHashMap<>();
    entries.forEach((arn, entry) -> {
      String failure = entry.failure;
      if (failure != null) {
        failures.put(arn, failure);
      }
    });
    return failures;
  }

  /** How many resources answer from memory. */
  public int size() {
    return entries.size();
  }

  @Override
  public void destroy() {
    refreshing.shutdownNow();
  }
}
