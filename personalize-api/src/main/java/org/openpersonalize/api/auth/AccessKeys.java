// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Optional;
import org.openpersonalize.console.signin.SignInKeys;
import org.openpersonalize.core.resource.ErrorCode;

/** The access keys that are let in: one pair, the operator's. */
public final class AccessKeys implements SignInKeys {
  private final String accessKeyId;
  private final String secretAccessKey;

  public AccessKeys(String accessKeyId, String secretAccessKey) {
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
  }

  /** The secret that belongs to an access key id, empty if there is no such key. */
  public Optional<String> secretOf(String accessKeyId) {
    return this.accessKeyId.equals(accessKeyId) ? Optional.of(secretAccessKey) : Optional.empty();
  }

  /** Takes as long for a wrong secret as for the right one. */
  @Override
  public boolean match(String accessKeyId, String secret) {
    return secretOf(accessKeyId)
        .filter(known -> MessageDigest.isEqual(known.getBytes(UTF_8), secret.getBytes(UTF_8)))
        .isPresent();
  }

  @Override
  public boolean isKnown(String accessKeyId) {
    return secretOf(accessKeyId).isPresent();
  }

  /** As {@link #secretOf}, for a key that must exist. */
  String requireSecretOf(String accessKeyId) {
    return secretOf(accessKeyId)
        .orElseThrow(() -> ErrorCode.UNRECOGNIZED_CLIENT.because(
            "The access key id in the request is not known here; check AWS_ACCESS_KEY_ID"));
  }
}
