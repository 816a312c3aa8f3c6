// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.api.config.CannotStartException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DataDirectoryTest {
  @TempDir
  Path parent;

  @Test
  void it_is_made_for_its_owner_alone() throws IOException {
    Path path = parent.resolve("deep/data");

    try (var directory = DataDirectory.open(path)) {
      assertThat(permissions(path)).isEqualTo("rwx------");
      assertThat(permissions(directory.subdirectory("s3"))).isEqualTo("rwx------");
    }
  }

  @Test
  void a_second_owner_is_told_who_the_first_is() throws IOException {
    try (var first = DataDirectory.open(parent)) {
      assertThatThrownBy(() -> DataDirectory.open(first.path()))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining(
              "is in use by process " + ProcessHandle.current().pid());
    }
    DataDirectory.open(parent).close();
  }

  @Test
  void two_paths_to_one_directory_are_one_directory() throws IOException {
    Path link = Files.createSymbolicLink(
        parent.resolve("link"), Files.createDirectory(parent.resolve("data")));
    try (var first = DataDirectory.open(parent.resolve("data"))) {
      assertThatThrownBy(() -> DataDirectory.open(link))
          .hasMessageContaining(first.path().toString());
    }
  }

  @Test
  void a_file_in_the_way_is_named() throws IOException {
    Path file = Files.createFile(parent.resolve("data"));

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining(file + " is a file");
  }

  @Test
  void what_is_written_privately_is_for_its_owner_alone() throws IOException {
    Path file = parent.resolve("password");

    DataDirectory.writePrivate(file, "secret");
    DataDirectory.writePrivate(file, "newer");

    assertThat(file).hasContent("newer");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(parent).isDirectoryNotContaining(path -> !path.equals(file));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
