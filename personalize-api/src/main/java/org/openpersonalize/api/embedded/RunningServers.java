// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.config.CannotStartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The embedded servers of one process, up or on their way; absent where the configuration names another. */
final class RunningServers implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(RunningServers.class);

  private final DataDirectory directory;
  private final @Nullable CompletableFuture<EmbeddedPostgres> postgres;
  private final @Nullable CompletableFuture<EmbeddedObjectStore> objectStore;
  private final AtomicBoolean destroyed = new AtomicBoolean();

  RunningServers(
      DataDirectory directory,
      @Nullable CompletableFuture<EmbeddedPostgres> postgres,
      @Nullable CompletableFuture<EmbeddedObjectStore> objectStore) {
    this.directory = directory;
    this.postgres = postgres;
    this.objectStore = objectStore;
  }

  /** Waits for Postgres to be up. */
  JdbcConnectionDetails jdbcConnectionDetails() {
    EmbeddedPostgres server = up(postgres);
    return new JdbcConnectionDetails() {
      @Override
      public String getJdbcUrl() {
        return server.url();
      }

      @Override
      public String getUsername() {
        return server.username();
      }

      @Override
      public String getPassword() {
        return server.password();
      }
    };
  }

  /** Waits for the S3 server to be up. */
  URI objectStoreEndpoint() {
    return up(objectStore).endpoint();
  }

  /** Stops what came up, also while the rest is still coming up, and gives the data directory back. */
  @Override
  public void destroy() {
    if (destroyed.compareAndSet(false, true)) {
      close(postgres);
      close(objectStore);
      close(directory);
    }
  }

  private static <T> T up(@Nullable CompletableFuture<T> server) {
    if (server == null) {
      throw new IllegalStateException("This server is not embedded");
    }
    try {
      return server.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CannotStartException cannotStart ? cannotStart : e;
    }
  }

  private static void close(@Nullable CompletableFuture<? extends AutoCloseable> server) {
    if (server != null) {
      server
          .exceptionally(neverCameUp -> null)
          .thenAccept(RunningServers::close)
          .join();
    }
  }

  private static void close(@Nullable AutoCloseable server) {
    try {
      if (server != null) {
        server.close();
      }
    } catch (Exception e) {
      log.warn("{} did not stop cleanly", server.getClass().getSimpleName(), e);
    }
  }
}
