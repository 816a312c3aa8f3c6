/**
 * What the service promises about kill -9 and SIGTERM, tested on the packaged program while it is at work.
 *
 * <p>Start at {@link org.openpersonalize.acceptance.crash.CrashTest}. {@link org.openpersonalize.acceptance.crash.ShopOfRounds} gives
 * the service its imports and trainings and remembers what must be in the tables, {@link
 * org.openpersonalize.acceptance.crash.Customers} put events and ask for recommendations meanwhile, and {@link
 * org.openpersonalize.acceptance.crash.Tables} tells what is in the tables.
 */
@NullMarked
package org.openpersonalize.acceptance.crash;

import org.jspecify.annotations.NullMarked;
