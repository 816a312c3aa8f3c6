// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.exploration.Live;
import org.openpersonalize.serving.exploration.LiveDeployments;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.replay.Replayer;
import org.openpersonalize.store.interaction.TakenItems;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.springframework.stereotype.Component;

/**
 * Looks through the items of a dataset group for those that a deployment does not show. The database counts the interactions of all
 * items in one statement, and the last requests are replayed for three seconds at most.
 */
@Component
class Search {
  private static final Duration REPLAYED = Duration.ofSeconds(3);

  private final Catalogs catalogs;
  private final LiveDeployments liveDeployments;
  private final TakenItems takenItems;
  private final RecordedRequestTable recorded;
  private final Replayer replayer;
  private final Clock clock;

  Search(
      Catalogs catalogs,
      LiveDeployments liveDeployments,
      TakenItems takenItems,
      RecordedRequestTable recorded,
      Replayer replayer,
      Clock clock) {
    this.catalogs = catalogs;
    this.liveDeployments = liveDeployments;
    this.takenItems = takenItems;
    this.recorded = recorded;
    this.replayer = replayer;
    this.clock = clock;
  }

  /**
   * What there is to find now.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link
   *     org.openpersonalize.core.resource.ErrorCode#LIMIT_EXCEEDED} if the records of the items do not fit the memory
   */
  Survey of(Deployment deployment) {
    Instant now = clock.instant();
    @Nullable RecordColumns records =
        catalogs.of(deployment.deployable().datasetGroup(), DatasetType.ITEMS).orElse(null);
    Live live = liveDeployments.caughtUp(deployment);
    Stock stock = stock(deployment, records);
    List<RecordedRequest> requests = recorded.of(deployment.arn());
    Showings showings = new Showings(live.deployment());
    replayer.replay(deployment, requests, REPLAYED, showings::add);
    return Survey.of(
        new Survey.Scope(
            deployment.deployable(), now, requests.size(), showings.replayed(), showings.filters()),
        stock,
        new Judge(live, showings));
  }

  private Stock stock(Deployment deployment, @Nullable RecordColumns records) {
    Stock.Builder stock = new Stock.Builder();
    stock.addRecords(records);
    takenItems.count(deployment.interactionsDataset(), stock::addTaken);
    return stock.build();
  }
}
