// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.config.CannotStartException;

/**
 * The directory that holds everything the embedded servers keep. One process owns it at a time.
 *
 * <p>The lock is the operating system's, so it is gone with its owner however that ended; the number in the file only
 * tells the next one whom to look for.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the directory if need be, readable by its owner only, and locks it.
   *
   * @throws CannotStartException if it cannot be written or another process owns it
   */
  public static DataDirectory open(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    try {
      path = makePrivate(path).toRealPath();
      Path file = path.resolve("lock");
      FileChannel channel = FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        String owner = Files.readString(file).strip();
        channel.close();
        throw new CannotStartException(
            "The data directory %s is in use by process %s: stop that one, or choose another with --data-dir."
                .formatted(path, owner));
      }
      channel
          .truncate(0)
          .write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
      return new DataDirectory(path, channel);
    } catch (AccessDeniedException e) {
      throw new CannotStartException(
          "The data directory %s cannot be written: permission to %s is denied; change its owner, or choose another with --data-dir."
              .formatted(path, e.getFile()),
          e);
    } catch (FileAlreadyExistsException e) {
      throw new CannotStartException(
          "The data directory %s cannot be made, because %s is a file; choose another with --data-dir."
              .formatted(path, e.getFile()),
          e);
    } catch (IOException e) {
      throw new CannotStartException(
          "The data directory %s cannot be used: %s.".formatted(path, e), e);
    }
  }

  public Path path() {
    return path;
  }

  /** A directory for one of the tenants, made if need be. */
  Path subdirectory(String name) throws IOException {
    return makePrivate(path.resolve(name));
  }

  /** Lets another process have the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  /** Writes a file that only its owner can read; a reader sees all of it or nothing. */
  static void writePrivate(Path file, String text) throws IOException {
    Path written =
        Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".new");
    try (var channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes a directory that only its owner can read, if there is none. */
  static Path makePrivate(Path directory) throws IOException {
    return Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ownedByThisProcess) {
      return null;
    }
  }
}
