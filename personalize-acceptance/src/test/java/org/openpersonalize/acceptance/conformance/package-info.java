// SPDX-License-Identifier: Apache-2.0
/**
 * Whether all that the tests were answered is as the API's models and its guide have it, and whether they asked for all of it.
 *
 * <p>Start at {@link org.openpersonalize.acceptance.conformance.CallRecorder}, which every client of the tests has.
 */
@NullMarked
package org.openpersonalize.acceptance.conformance;

import org.jspecify.annotations.NullMarked;
