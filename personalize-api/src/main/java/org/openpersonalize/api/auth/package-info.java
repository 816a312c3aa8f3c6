/**
 * Who may call: every request carries an AWS Signature V4 or, where a browser cannot be tricked into sending it, HTTP
 * Basic with the same key.
 *
 * <p>Start at {@link org.openpersonalize.api.auth.SignatureFilter}; {@link org.openpersonalize.api.auth.Endpoint} says
 * which rules hold for which path, {@link org.openpersonalize.api.auth.SignatureVerifier} does the arithmetic. {@link
 * org.openpersonalize.api.auth.CrossOriginFilter} lets pages of other sites ask and read.
 */
@NullMarked
package org.openpersonalize.api.auth;

import org.jspecify.annotations.NullMarked;
