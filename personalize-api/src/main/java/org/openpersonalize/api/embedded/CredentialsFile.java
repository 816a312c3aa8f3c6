// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.config.CannotStartException;
import org.openpersonalize.api.config.RootCredentials;
import org.openpersonalize.api.config.Secret;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The root user's keys: as configured, else generated once and kept in the data directory as an AWS shared credentials
 * file, so that {@code AWS_SHARED_CREDENTIALS_FILE=data/credentials} is all a client needs.
 */
final class CredentialsFile {
  private static final String ACCESS_KEY = "aws_access_key_id";
  private static final String SECRET_KEY = "aws_secret_access_key";
  private static final String KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_ALPHABET = KEY_ALPHABET + "abcdefghijklmnopqrstuvwxyz0189";

  private CredentialsFile() {}

  /**
   * The root user's keys.
   *
   * @param accessKey as configured, together with {@code secretKey}
   * @throws CannotStartException if only half of the pair is configured, or the file has been spoilt
   */
  static RootCredentials credentials(
      @Nullable String accessKey, @Nullable Secret secretKey, DataDirectory directory) {
    if (accessKey != null && secretKey != null) {
      return new RootCredentials(accessKey, secretKey);
    }
    if (accessKey != null || secretKey != null) {
      throw new CannotStartException(
          "Set both PERSONALIZE_ROOT_ACCESS_KEY and PERSONALIZE_ROOT_SECRET_KEY, or neither.");
    }
    Path file = directory.path().resolve("credentials");
    try {
      return Files.exists(file) ? read(file) : generate(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RootCredentials read(Path file) {
    Profile profile = ProfileFile.builder()
        .content(file)
        .type(ProfileFile.Type.CREDENTIALS)
        .build()
        .profile("default")
        .orElseThrow(() -> spoilt(file));
    return new RootCredentials(
        profile.property(ACCESS_KEY).orElseThrow(() -> spoilt(file)),
        new Secret(profile.property(SECRET_KEY).orElseThrow(() -> spoilt(file))));
  }

  private static RootCredentials generate(Path file) throws IOException {
    SecureRandom random = new SecureRandom();
    String accessKey = "OPEN" + random(random, KEY_ALPHABET, 16);
    String secretKey = random(random, SECRET_ALPHABET, 40);
    DataDirectory.writePrivate(
        file,
        "[default]\n%s = %s\n%s = %s\n".formatted(ACCESS_KEY, accessKey, SECRET_KEY, secretKey));
    return new RootCredentials(accessKey, new Secret(secretKey));
  }

  static String random(SecureRandom random, String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    random.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
    return text.toString();
  }

  private static CannotStartException spoilt(Path file) {
    return new CannotStartException(
        "%s has no profile 'default' with %s and %s; repair it, or delete it to have new keys made."
            .formatted(file, ACCESS_KEY, SECRET_KEY));
  }
}
