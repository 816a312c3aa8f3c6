/** Who is signed in to the console: {@link org.openpersonalize.store.session.SessionTable}. */
@NullMarked
package org.openpersonalize.store.session;

import org.jspecify.annotations.NullMarked;
