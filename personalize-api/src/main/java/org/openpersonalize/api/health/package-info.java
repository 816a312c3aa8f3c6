/**
 * What {@code /actuator/health} looks at beside the database.
 *
 * <p>The service is {@code UP}; {@code DEGRADED}, and still answered with 200, while it answers requests but somebody
 * should look; and {@code DOWN}, answered with 503, without its database. Start at {@link
 * org.openpersonalize.api.health.ModelsHealthIndicator}.
 */
@NullMarked
package org.openpersonalize.api.health;

import org.jspecify.annotations.NullMarked;
