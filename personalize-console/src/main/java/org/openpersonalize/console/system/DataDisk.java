// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The disk that the service's files are on, or would be: where nothing is embedded the directory need not be there. */
public record DataDisk(Path directory) {
  Usage usage() {
    try {
      FileStore disk = Files.getFileStore(existing());
      return new Usage(disk.getTotalSpace() - disk.getUsableSpace(), disk.getTotalSpace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path existing() {
    return Stream.iterate(
            directory.toAbsolutePath().normalize(), path -> path != null, Path::getParent)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }
}
