// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.measure.Loads;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.activity.LiveModel;
import org.openpersonalize.store.activity.LiveModels;
import org.springframework.stereotype.Component;

/** The models and recommenders that answer, and how much each is asked. */
@Component
class LiveRows {
  private final LiveModels models;
  private final Loads loads;
  private final Clock clock;

  LiveRows(LiveModels models, Loads loads, Clock clock) {
    this.models = models;
    this.loads = loads;
    this.clock = clock;
  }

  List<LiveRow> list() {
    Instant now = clock.instant();
    List<LiveModel> live = models.list();
    Map<Arn, LoadView> load = loads.of(live.stream().map(LiveModel::arn).toList());
    return live.stream()
        .map(model -> new LiveRow(model, Objects.requireNonNull(load.get(model.arn())), now))
        .toList();
  }
}
