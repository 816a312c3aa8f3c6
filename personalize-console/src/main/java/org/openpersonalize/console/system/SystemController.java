// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.openpersonalize.console.page.Age;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How the process that answers is, and what it needs. */
@Controller
class SystemController {
  private final Parts parts;
  private final DataDisk disk;

  SystemController(Parts parts, DataDisk disk) {
    this.parts = parts;
    this.disk = disk;
  }

  /** The process that answers. */
  record Node(int processors, String java, Age uptime, Usage heap, Usage disk) {}

  @GetMapping("/console/system")
  String system(Model model) {
    model.addAttribute(
        "node",
        new Node(
            Runtime.getRuntime().availableProcessors(),
            Runtime.version().toString(),
            Age.of(Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())),
            Usage.ofHeap(),
            disk.usage()));
    model.addAttribute("parts", parts.list());
    return "console/system";
  }
}
