/**
 * What somebody sends with a form: it is checked as the API checks a request, and what is wrong is said at its field. Start at
 * {@link org.openpersonalize.console.form.Forms}.
 */
@NullMarked
package org.openpersonalize.console.form;

import org.jspecify.annotations.NullMarked;
