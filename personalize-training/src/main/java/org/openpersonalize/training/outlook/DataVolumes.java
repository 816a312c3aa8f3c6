// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.interaction.InteractionVolume;
import org.springframework.stereotype.Component;

/** How much data there are. To count them takes a second for some million interactions, so a count holds until there is an import, and for ten minutes. */
@Component
class DataVolumes {
  private static final Duration HOLDS = Duration.ofMinutes(10);
  private static final int MOST = 100;

  private final InteractionTable interactions;
  private final Clock clock;
  private final Map<Counted, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Counted, Count> eldest) {
      return size() > MOST;
    }
  };

  DataVolumes(InteractionTable interactions, Clock clock) {
    this.interactions = interactions;
    this.clock = clock;
  }

  /** What was counted. */
  private record Counted(int dataset, @Nullable String eventType) {}

  private record Count(InteractionVolume volume, Set<Integer> imports, Instant counted) {}

  /** @param eventType interactions of this type alone; null for all */
  synchronized InteractionVolume of(int dataset, @Nullable String eventType) {
    Counted wanted = new Counted(dataset, eventType);
    Set<Integer> imports = interactions.imports(dataset);
    Instant now = clock.instant();
    Count known = counts.get(wanted);
    if (known == null
        || !known.imports().equals(imports)
        || known.counted().plus(HOLDS).isBefore(now)) {
      known = new Count(interactions.volume(dataset, eventType), imports, now);
      counts.put(wanted, known);
    }
    return known.volume();
  }
}
