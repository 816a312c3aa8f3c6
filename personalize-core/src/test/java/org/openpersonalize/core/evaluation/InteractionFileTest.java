// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.core.matrix.InteractionLog;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InteractionFileTest {
  @TempDir
  Path directory;

  @Test
  void values_are_read_as_an_import_reads_them() throws IOException {
    InteractionLog log = read("""
        ,user_id,Item_Id,TIMESTAMP,EVENT_VALUE
        0,u1,i1,1700000000.0,2.5
        1,u1,i2, 1700000001 ,none
        2,u2,i1,1.7e9,
        """);

    assertThat(log.size()).isEqualTo(3);
    assertThat(log.epochMillis(0)).isEqualTo(1_700_000_000_000L);
    assertThat(log.epochMillis(1)).isEqualTo(1_700_000_001_000L);
    assertThat(log.epochMillis(2)).isEqualTo(1_700_000_000_000L);
    assertThat(log.eventValue(0)).isEqualTo(2.5f);
    assertThat(log.eventValue(1)).isNaN();
  }

  @Test
  void a_time_that_cannot_be_is_named_by_file_line_and_column() {
    assertThatThrownBy(() -> read("USER_ID,ITEM_ID,TIMESTAMP\nu,i,1700000000000\n"))
        .hasMessageContaining(
            "file.csv, line 2, column TIMESTAMP: 1700000000000 is in milliseconds");
  }

  private InteractionLog read(String text) throws IOException {
    return InteractionFile.read(Files.writeString(directory.resolve("file.csv"), text));
  }
}
