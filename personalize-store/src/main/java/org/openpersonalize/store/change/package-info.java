/**
 * How nodes learn what changed: {@link org.openpersonalize.store.change.ChangeFeed} of resources and jobs, {@link
 * org.openpersonalize.store.change.TableTail} of rows.
 */
@NullMarked
package org.openpersonalize.store.change;

import org.jspecify.annotations.NullMarked;
