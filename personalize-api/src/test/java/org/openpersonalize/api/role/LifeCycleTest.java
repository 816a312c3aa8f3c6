// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.Workers;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LifeCycleTest {
  @Test
  void requests_end_first_then_jobs_then_the_feeds() {
    List<Integer> stopping = List.of(
        WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE,
        WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE,
        Workers.PHASE,
        ChangeFeed.PHASE);

    assertThat(stopping).isSortedAccordingTo((one, other) -> Integer.compare(other, one));
    assertThat(stopping).doesNotHaveDuplicates();
  }
}
