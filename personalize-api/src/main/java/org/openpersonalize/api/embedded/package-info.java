/**
 * What the service brings along so that it runs without installing anything: a directory for its files, a real Postgres
 * and an S3 server.
 *
 * <p>Start at {@link org.openpersonalize.api.embedded.EmbeddedServers}, which starts those that the configuration does
 * not name elsewhere.
 */
@NullMarked
package org.openpersonalize.api.embedded;

import org.jspecify.annotations.NullMarked;
