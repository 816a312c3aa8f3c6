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
 * started with. If the new model cannot be loaded, the old one goes on serving, and {@link #failures} says so.
 */
@Component
public final class ModelCache implements ChangeFeed.ChangeListener, DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(ModelCache.class);

  private final List<Deployables> kinds;
  private final Deployments deployments;
  private final ModelMeters meters;

  private final Map<Arn, Entry> entries = new ConcurrentHashMap<>();
  private final ExecutorService refreshing = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "model-cache");
    thread.setDaemon(true);
    return thread;
  });

  /** @param kinds of resources that answer requests */
  ModelCache(
      List<Deployables> kinds, Deployments deployments, ModelMeters meters, ChangeFeed changes) {
    this.kinds = List.copyOf(kinds);
    this.deployments = deployments;
    this.meters = meters;
    changes.subscribe(this);
  }

  /** One resource's place; its lock makes loading a single flight. */
  private static final class Entry {
    volatile @Nullable Deployment deployment;
    volatile @Nullable String failure;
    List<Meter> meters = List.of();
  }

  /**
   * What a resource answers with.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link
   *     org.openpersonalize.core.resource.ErrorCode#RESOURCE_NOT_FOUND} if there is none of this ARN, {@link
   *     org.openpersonalize.core.resource.ErrorCode#INVALID_INPUT} if it answers not yet or no more
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
          replace(entry, deployments.of(deployable(arn), null));
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

  private void replace(Entry entry, Deployment deployment) {
    entry.deployment = deployment;
    entry.failure = null;
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
        } else if (old == null || !old.deployable().equals(wanted.get())) {
          replace(entry, deployments.of(wanted.get(), old));
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
