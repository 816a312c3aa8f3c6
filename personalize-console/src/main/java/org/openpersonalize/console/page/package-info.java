/**
 * What all pages have in common: the frame ({@link org.openpersonalize.console.page.Page}), languages, how ages and sizes are
 * said, stylesheets, and what is shown when something fails ({@link org.openpersonalize.console.page.ErrorAdvice}).
 */
@NullMarked
package org.openpersonalize.console.page;

import org.jspecify.annotations.NullMarked;
