/**
 * The executable.
 *
 * <p>{@link org.openpersonalize.api.PersonalizeApplication} is where it starts: it reads the command line and composes
 * the service from the other modules.
 */
@NullMarked
package org.openpersonalize.api;

import org.jspecify.annotations.NullMarked;
