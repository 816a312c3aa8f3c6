// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.system;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;

/** Something that the service needs, and how it is. */
public record Part(String name, String status, List<Detail> details) {
  /** What health tells in bytes. */
  private static final Set<String> SIZES =
      Set.of("bytesInMemory", "bytesPossible", "free", "threshold", "total");

  /**
   * What is known of it, such as the reason why it is not well.
   *
   * @param exact the number of bytes of a value that is a size; null for other values
   */
  public record Detail(String name, String value, @Nullable String exact) {
    static Detail of(String name, Object value) {
      return SIZES.contains(name) && value instanceof Number bytes
          ? new Detail(name, Figures.size(bytes.longValue()), Figures.count(bytes.longValue()))
          : new Detail(name, String.valueOf(value), null);
    }
  }

  static Part of(String name, HealthDescriptor health) {
    Map<String, Object> details =
        health instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null
            ? indicated.getDetails()
            : Map.of();
    return new Part(
        name,
        health.getStatus().getCode(),
        details.entrySet().stream()
            .map(detail -> Detail.of(detail.getKey(), detail.getValue()))
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
