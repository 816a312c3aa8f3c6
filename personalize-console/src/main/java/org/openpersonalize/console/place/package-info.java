/**
 * Ways to a page for somebody who has a name or an ARN. Start at {@link
 * org.openpersonalize.console.place.PlaceController}.
 */
@NullMarked
package org.openpersonalize.console.place;

import org.jspecify.annotations.NullMarked;
