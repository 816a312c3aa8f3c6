// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.health;

import org.springframework.boot.health.contributor.Status;

/** Requests are answered, but not all is well; its place among the other states is in application.yaml. */
final class Degraded {
  static final Status STATUS = new Status("DEGRADED");

  private Degraded() {}
}
