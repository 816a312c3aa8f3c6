/**
 * What a training will take, told before it begins.
 *
 * <p>Start at {@link Forecaster}: it asks the family for its {@linkplain org.openpersonalize.core.family.Cost cost}, and
 * {@link MachineProbe} for how fast things are done here.
 */
@NullMarked
package org.openpersonalize.core.forecast;

import org.jspecify.annotations.NullMarked;
