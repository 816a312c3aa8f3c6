/**
 * What a training will take, told before it begins.
 *
 * <p>Start at {@link Forecaster}: {@link Workload} is how much there is to do, {@link Machine} how fast it is done here, {@link
 * FamilyCost} what each family of models makes of both.
 */
@NullMarked
package org.openpersonalize.core.forecast;

import org.jspecify.annotations.NullMarked;
