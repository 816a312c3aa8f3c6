// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import java.io.IOException;
import org.openpersonalize.acceptance.CornerShop;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.Shop;
import software.amazon.awssdk.services.personalize.model.ImportMode;

/** A service of its own with one small shop that is live, and a browser to look at it. */
final class LiveShop implements AutoCloseable {
  private final Chromium chromium;
  private final ServiceProcess service;

  private LiveShop(Chromium chromium, ServiceProcess service) {
    this.chromium = chromium;
    this.service = service;
  }

  /** Skips the test if there is no browser. */
  static LiveShop open(String name) throws IOException, InterruptedException {
    LiveShop live = new LiveShop(Chromium.start(), ServiceProcess.start());
    Shop shop = new Shop(live.service, name);
    String interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    String file = shop.upload("interactions.csv", CornerShop.interactions());
    shop.importFile(interactions, name, ImportMode.FULL, file);
    String solution = shop.createSolution(name, "aws-user-personalization");
    shop.deploy(name, shop.awaitVersion(shop.createVersion(solution)).solutionVersionArn());
    shop.createTracker();
    return live;
  }

  Visitor visitor(Look look) {
    return chromium.visitor(service, look);
  }

  Visitor operator(Look look) {
    return chromium.operator(service, look);
  }

  @Override
  public void close() throws IOException {
    chromium.close();
    service.close();
  }
}
