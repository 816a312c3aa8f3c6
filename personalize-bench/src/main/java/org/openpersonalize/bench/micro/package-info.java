/** JMH benchmarks of kernels, scoring and ranking; run with {@code ./personalize bench jmh}. */
@NullMarked
package org.openpersonalize.bench.micro;

import org.jspecify.annotations.NullMarked;
