// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.attribution;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A metric as the API tells it.
 *
 * @param eventType which events it is about, in any case
 * @param expression a {@link MetricExpression}
 */
public record MetricAttribute(
    @NotNull @Size(max = 256) String eventType,
    @NotNull @Size(max = 256) String metricName,
    @NotNull @Size(max = 256) String expression) {}
