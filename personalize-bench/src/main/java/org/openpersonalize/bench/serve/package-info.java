// SPDX-License-Identifier: Apache-2.0
/** A load on a running service that does not wait for it: signed requests at a given rate, and what each of them took. */
@NullMarked
package org.openpersonalize.bench.serve;

import org.jspecify.annotations.NullMarked;
