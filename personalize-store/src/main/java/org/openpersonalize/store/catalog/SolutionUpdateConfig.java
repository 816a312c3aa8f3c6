// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.catalog.SolutionConfig.AutoTrainingConfig;
import org.openpersonalize.store.catalog.SolutionConfig.EventsConfig;

/** What of a solution's configuration can be changed; what is null stays as it is. */
public record SolutionUpdateConfig(
    @Nullable @Valid AutoTrainingConfig autoTrainingConfig,
    @Nullable @Valid EventsConfig eventsConfig) {}
