// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.session;

/**
 * Somebody who is signed in.
 *
 * @param accessKeyId the key that was shown
 * @param csrfToken what the session's forms carry, so that no other site can send one
 */
public record Session(String accessKeyId, String csrfToken) {}
