// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.training.Checkpoint;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CheckpointFileTest {
  private static final String IDENTITY = "version-ü 1";

  private byte[] file;

  @BeforeEach
  void writeACheckpoint() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFile.write(
        IDENTITY,
        new Checkpoint(3, List.of(new float[] {1, 2}, new float[0], new float[] {Float.NaN})),
        out);
    file = out.toByteArray();
  }

  @Test
  void what_was_written_is_read() throws IOException {
    Checkpoint read = read(IDENTITY, file).orElseThrow();

    assertThat(read.step()).isEqualTo(3);
    assertThat(read.arrays())
        .containsExactly(new float[] {1, 2}, new float[0], new float[] {Float.NaN});
  }

  @Test
  void another_trainings_state_is_not_read() throws IOException {
    assertThat(read("version 2", file)).isEmpty();
  }

  /** An exception of another kind would end the training that was to go on. */
  @Test
  void any_altered_byte_is_an_io_exception_or_another_trainings() {
    for (int at = 0; at < file.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] altered = file.clone();
        altered[at] ^= (byte) (1 << bit);

        assertNothingIsRead(altered);
      }
    }
  }

  @Test
  void a_file_that_ends_early_or_late_is_an_io_exception() {
    for (int length = 0; length <= file.length + 1; length++) {
      if (length != file.length) {
        assertNothingIsRead(Arrays.copyOf(file, length));
      }
    }
  }

  private static void assertNothingIsRead(byte[] altered) {
    Optional<Checkpoint> read;
    try {
      read = read(IDENTITY, altered);
    } catch (IOException e) {
      return;
    }
    assertThat(read).isEmpty();
  }

  private static Optional<Checkpoint> read(String identity, byte[] file) throws IOException {
    return CheckpointFile.read(identity, new ByteArrayInputStream(file), file.length);
  }
}
