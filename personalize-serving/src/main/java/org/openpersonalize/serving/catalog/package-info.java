/**
 * What is known about items and users, in memory for those who answer: {@link org.openpersonalize.serving.catalog.Catalogs}.
 */
@NullMarked
package org.openpersonalize.serving.catalog;

import org.jspecify.annotations.NullMarked;
