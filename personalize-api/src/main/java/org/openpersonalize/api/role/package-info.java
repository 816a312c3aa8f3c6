/**
 * How the parts of the service are wired for the roles a process has.
 *
 * <p>Start at {@link org.openpersonalize.api.role.ServiceConfiguration}.
 */
@NullMarked
package org.openpersonalize.api.role;

import org.jspecify.annotations.NullMarked;
