// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.util.List;
import java.util.Map;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;

/** Something that the service needs, and how it is. */
public record Part(String name, String status, List<Detail> details) {
  /** What is known of it, such as the reason why it is not well. */
  public record Detail(String name, String value) {}

  static Part of(String name, HealthDescriptor health) {
    Map<String, Object> details =
        health instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null
            ? indicated.getDetails()
            : Map.of();
    return new Part(
        name,
        health.getStatus().getCode(),
        details.entrySet().stream()
            .map(detail -> new Detail(detail.getKey(), String.valueOf(detail.getValue())))
            .toList());
  }

  public boolean isWell() {
    return status.equals(Status.UP.getCode());
  }

  /** How good the status is: {@code ok}, {@code warn} while requests are answered all the same, or {@code bad}. */
  public String tone() {
    return switch (status) {
      case "UP" -> "ok";
      case "DOWN", "OUT_OF_SERVICE" -> "bad";
      default -> "warn";
    };
  }
}
