// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PostgresMemoryTest {
  @Test
  void a_small_machine_gives_it_little_and_a_large_one_what_it_can_use() {
    assertThat(new PostgresMemory(1024))
        .returns("64MB", PostgresMemory::sharedBuffers)
        .returns("32MB", PostgresMemory::maintenanceWorkMem);
    assertThat(new PostgresMemory(256))
        .returns("32MB", PostgresMemory::sharedBuffers)
        .returns("32MB", PostgresMemory::maintenanceWorkMem);
    assertThat(new PostgresMemory(24_000))
        .returns("256MB", PostgresMemory::sharedBuffers)
        .returns("128MB", PostgresMemory::maintenanceWorkMem);
  }
}
