/**
 * What a user would get now, and why. Start at {@link org.openpersonalize.console.trial.Trials}.
 */
@NullMarked
package org.openpersonalize.console.trial;

import org.jspecify.annotations.NullMarked;
