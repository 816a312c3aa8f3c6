/**
 * What requests have in common: the constraints of the API's shapes ({@link org.openpersonalize.store.request.Name} and others,
 * composed of the standard ones, which are what a violation reports), {@link
 * org.openpersonalize.store.request.ListRequest} and {@link org.openpersonalize.store.request.PostedTo}.
 */
@NullMarked
package org.openpersonalize.store.request;

import org.jspecify.annotations.NullMarked;
