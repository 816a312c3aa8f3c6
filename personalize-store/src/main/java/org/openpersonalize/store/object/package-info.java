/**
 * Files: {@link org.openpersonalize.store.object.ObjectStore} over an S3-compatible server.
 */
@NullMarked
package org.openpersonalize.store.object;

import org.jspecify.annotations.NullMarked;
