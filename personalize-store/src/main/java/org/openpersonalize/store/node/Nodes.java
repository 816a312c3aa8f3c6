// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.node;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openpersonalize.store.change.Feed;
import org.openpersonalize.store.node.Node.Usage;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Says every ten seconds how this process is, and knows how the others are that do the same. */
@Component
public final class Nodes extends Feed implements DisposableBean {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Who was not heard of for so long is gone. */
  private static final Duration GONE = Duration.ofMinutes(5);

  private static final Usage UNKNOWN = new Usage(0, 0);

  private final ThisNode self;
  private final NodeTable table;
  private final Clock clock;

  Nodes(ThisNode self, NodeTable table, Clock clock) {
    super("node");
    this.self = self;
    this.table = table;
    this.clock = clock;
  }

  @Override
  protected void listen() throws InterruptedException {
    table.write(here());
    table.forgetBefore(clock.instant().minus(GONE));
    Thread.sleep(INTERVAL.toMillis());
  }

  /** This process, as it is now. */
  public Node here() {
    Runtime runtime = Runtime.getRuntime();
    return new Node(
        self.name(),
        self.roles(),
        runtime.availableProcessors(),
        Runtime.version().toString(),
        new Usage(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory()),
        disk(),
        self.started(),
        clock.instant());
  }

  private Usage disk() {
    try {
      FileStore disk = Files.getFileStore(existing(self.directory()));
      return new Usage(disk.getTotalSpace() - disk.getUsableSpace(), disk.getTotalSpace());
    } catch (IOException e) {
      return UNKNOWN; // what else there is to say of the process is worth more than this
    }
  }

  private static Path existing(Path directory) {
    return Stream.iterate(
            directory.toAbsolutePath().normalize(), path -> path != null, Path::getParent)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  /** This process and those that were seen in the last five minutes, by name. */
  public List<Node> list() {
    Node here = here();
    Instant since = here.seen().minus(GONE);
    return Stream.concat(
            Stream.of(here),
            table.seenSince(since).stream().filter(node -> !node.name().equals(here.name())))
        .sorted(Comparator.comparing(Node::name))
        .toList();
  }

  /** A process that ends in order is gone at once. */
  @Override
  public void destroy() {
    lastly(() -> table.forget(self.name()));
  }
}
