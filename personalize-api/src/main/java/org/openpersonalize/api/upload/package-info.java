/**
 * Files into the object store over plain HTTP, for those without an S3 client.
 *
 * <p>Start at {@link org.openpersonalize.api.upload.UploadController}.
 */
@NullMarked
package org.openpersonalize.api.upload;

import org.jspecify.annotations.NullMarked;
