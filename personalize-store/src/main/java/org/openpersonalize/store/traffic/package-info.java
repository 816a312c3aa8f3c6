// SPDX-License-Identifier: Apache-2.0
/**
 * What campaigns and recommenders answered, how fast, and what events came in, by the clock: {@link
 * org.openpersonalize.store.traffic.TrafficTable} and {@link org.openpersonalize.store.traffic.EventArrivals}.
 */
@NullMarked
package org.openpersonalize.store.traffic;

import org.jspecify.annotations.NullMarked;
