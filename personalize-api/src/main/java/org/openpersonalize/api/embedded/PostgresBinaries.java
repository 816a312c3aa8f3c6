// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The directory in which the embedded Postgres is unpacked, one for several data directories or one of a data directory's
 * own.
 *
 * <p>The library unpacks what is missing and takes a file that is there for whole. So what a process left behind that was
 * killed while it unpacked is removed first, under a lock that is held until Postgres has started: nobody takes for left
 * behind what is being unpacked.
 */
final class PostgresBinaries implements AutoCloseable {
  /**
   * System property that names a directory which data directories share: unpacking takes an eighth to a sixth of the time
   * to start on a new one. Without it each data directory has its own binaries.
   */
  static final String SHARED = "openpersonalize.postgres.binaries";

  private static final String UNPACKED = ".exists"; // as the library notes it, when all is there

  /** File locks are the process's; this one is for its threads. */
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final Path directory;
  private final FileChannel lock;

  private PostgresBinaries(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** The directory to use with data in {@code dataDirectory}; close it when Postgres has started. */
  static PostgresBinaries open(Path dataDirectory) throws IOException {
    Path home = Optional.ofNullable(System.getProperty(SHARED))
        .map(Path::of)
        .filter(PostgresBinaries::canBeOurs)
        .orElse(dataDirectory);
    // The library lets everybody write into the directory it is given; nobody else gets past its
    // parent.
    Path directory = home.resolve("binaries");
    ONE_AT_A_TIME.lock();
    try {
      FileChannel lock = FileChannel.open(
          home.resolve("binaries.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var binaries = new PostgresBinaries(directory, lock);
      binaries.begin();
      return binaries;
    } catch (IOException | RuntimeException e) {
      ONE_AT_A_TIME.unlock();
      throw e;
    }
  }

  private void begin() throws IOException {
    try {
      lock.lock();
      removeHalfUnpacked();
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  Path directory() {
    return directory;
  }

  /** Lets others start. */
  @Override
  public void close() throws IOException {
    try {
      lock.close();
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private void removeHalfUnpacked() throws IOException {
    for (Path version : versions()) {
      if (Files.notExists(version.resolve(UNPACKED))) {
        FileSystemUtils.deleteRecursively(version);
      }
    }
  }

  private List<Path> versions() throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Makes a shared directory one that only its owner can use, if this user is the owner. */
  private static boolean canBeOurs(Path shared) {
    try {
      DataDirectory.makePrivate(shared);
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwx------"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
