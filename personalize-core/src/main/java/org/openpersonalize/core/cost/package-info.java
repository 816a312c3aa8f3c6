/**
 * What trainings take: {@link Workload} is how much there is to do, {@link Machine} how fast it is done here, {@link Pairs}
 * what several families count.
 */
@NullMarked
package org.openpersonalize.core.cost;

import org.jspecify.annotations.NullMarked;
