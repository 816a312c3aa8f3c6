/**
 * Every key an operator can set, as one tree of validated records.
 *
 * <p>Start at {@link org.openpersonalize.api.config.PersonalizeProperties}. {@link
 * org.openpersonalize.api.config.Configuration} reads it and refuses keys that are not in it.
 */
@NullMarked
package org.openpersonalize.api.config;

import org.jspecify.annotations.NullMarked;
