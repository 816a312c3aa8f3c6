/**
 * The console in a real browser: Chromium, driven by Playwright, as a person uses it. Start at {@link
 * org.openpersonalize.acceptance.browser.Chromium}.
 */
@NullMarked
package org.openpersonalize.acceptance.browser;

import org.jspecify.annotations.NullMarked;
