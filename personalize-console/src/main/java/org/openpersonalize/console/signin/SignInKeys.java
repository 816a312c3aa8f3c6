// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

/** The access keys that open the console: those that sign requests of the API. */
public interface SignInKeys {
  /** Does {@code secret} belong to {@code accessKeyId}? */
  boolean match(String accessKeyId, String secret);

  /** Is there such a key still? Sessions of one that is gone are over. */
  boolean isKnown(String accessKeyId);
}
