// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.measure.Loads;
import org.openpersonalize.store.node.Nodes;
import org.openpersonalize.store.node.Queues;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How the processes are, what waits for them, and what the one that answers needs. */
@Controller
class SystemController {
  private final Nodes nodes;
  private final Queues queues;
  private final Loads loads;
  private final Parts parts;
  private final Clock clock;

  SystemController(Nodes nodes, Queues queues, Loads loads, Parts parts, Clock clock) {
    this.nodes = nodes;
    this.queues = queues;
    this.loads = loads;
    this.parts = parts;
    this.clock = clock;
  }

  @GetMapping("/console/system")
  String system(Model model) {
    Instant now = clock.instant();
    String here = nodes.here().name();
    Map<String, LoadView> load = loads.ofGateways();
    model.addAttribute(
        "nodes",
        nodes.list().stream()
            .map(node -> new NodeRow(node, node.name().equals(here), load.get(node.name()), now))
            .toList());
    model.addAttribute(
        "queues",
        queues.list(now).stream().map(queue -> new QueueRow(queue, now)).toList());
    model.addAttribute("parts", parts.list());
    return "console/system";
  }
}
