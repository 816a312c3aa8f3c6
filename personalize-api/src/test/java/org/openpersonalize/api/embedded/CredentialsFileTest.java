// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.api.config.CannotStartException;
import org.openpersonalize.api.config.RootCredentials;
import org.openpersonalize.api.config.Secret;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CredentialsFileTest {
  @TempDir
  Path parent;

  DataDirectory directory;
  Path file;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(parent);
    file = directory.path().resolve("credentials");
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  @Test
  void configured_keys_are_used_and_none_are_made() {
    assertThat(credentials("ROOT", "secret"))
        .isEqualTo(new RootCredentials("ROOT", new Secret("secret")));
    assertThat(file).doesNotExist();
  }

  @Test
  void half_a_pair_is_refused() {
    assertThatThrownBy(() -> credentials("ROOT", null))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("PERSONALIZE_ROOT_SECRET_KEY");
  }

  @Test
  void keys_are_made_once_for_the_owner_alone() throws IOException {
    RootCredentials made = credentials(null, null);

    assertThat(credentials(null, null)).isEqualTo(made);
    assertThat(made.accessKey()).matches("[A-Z2-7]{20}");
    assertThat(made.secretKey().value()).matches("[A-Za-z0-9]{40}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void the_aws_sdk_reads_the_file() {
    RootCredentials made = credentials(null, null);

    try (var profile = ProfileCredentialsProvider.builder()
        .profileFile(ProfileFile.builder()
            .content(file)
            .type(ProfileFile.Type.CREDENTIALS)
            .build())
        .build()) {
      var read = profile.resolveCredentials();
      assertThat(read.accessKeyId()).isEqualTo(made.accessKey());
      assertThat(read.secretAccessKey()).isEqualTo(made.secretKey().value());
    }
  }

  @Test
  void a_spoilt_file_is_not_replaced() throws IOException {
    Files.writeString(file, "[default]\naws_access_key_id = ROOT\n");

    assertThatThrownBy(() -> credentials(null, null))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("aws_secret_access_key");
    assertThat(file).content().contains("ROOT");
  }

  private RootCredentials credentials(@Nullable String accessKey, @Nullable String secretKey) {
    return CredentialsFile.credentials(
        accessKey, secretKey == null ? null : new Secret(secretKey), directory);
  }
}
