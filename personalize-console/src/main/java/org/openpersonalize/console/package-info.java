/**
 * The console: the service in a browser.
 *
 * <p>It has no powers of its own. Controllers ask the services that the API asks, and tables of the store that are read to be
 * shown; there is no SQL here. A page is one controller, one template in {@code console/}, one line of {@link
 * org.openpersonalize.console.page.Section} and its sentences in both bundles. Start at {@link
 * org.openpersonalize.console.ConsoleConfiguration}.
 */
@NullMarked
package org.openpersonalize.console;

import org.jspecify.annotations.NullMarked;
