// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.api.config.CannotStartException;
import org.openpersonalize.api.config.RootCredentials;
import org.openpersonalize.api.config.Secret;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EmbeddedObjectStoreTest {
  private static final byte[] TWO_PARTS = new byte[20 << 20];
  private static final RootCredentials ROOT =
      new RootCredentials("ROOT", new Secret("root-secret"));

  @TempDir
  Path directory;

  @TempDir
  Path policies;

  @Test
  void an_object_is_there_after_a_restart() throws IOException {
    try (var server = start(0);
        var store = client(server, "root-secret")) {
      store.createBucket("personalize");
      store.put(
          "personalize",
          "datasets/items.csv",
          new ByteArrayInputStream("ITEM_ID\n1\n".getBytes(UTF_8)));
    }
    try (var server = start(0);
        var store = client(server, "root-secret");
        var object = store.open("personalize", "datasets/items.csv")) {
      assertThat(object).hasContent("ITEM_ID\n1\n");
    }
  }

  @Test
  void only_the_root_user_is_let_in() throws IOException {
    try (var server = start(0);
        var stranger = client(server, "a guess")) {
      assertThatThrownBy(() -> stranger.createBucket("personalize"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("403");
    }
  }

  /** What docs/compatibility.md says of it; S3 itself keeps all of these apart. */
  @Test
  void keys_that_no_two_files_can_have_are_refused_or_meet() throws IOException {
    try (var server = start(0);
        var store = client(server, "root-secret")) {
      store.createBucket("personalize");
      put(store, "a");
      put(store, "x/y");

      assertThatThrownBy(() -> put(store, "a/b"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("500");
      for (String key : List.of("x//y", "/a")) {
        assertThatThrownBy(() -> put(store, key))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("403");
      }
      put(store, "x/./y");

      assertThat(store.list("personalize", ""))
          .extracting(ObjectEntry::key)
          .containsExactly("a", "x/y");
      assertThat(read(store, "a")).isEqualTo("a");
      assertThat(read(store, "x/y")).isEqualTo("x/./y");
    }
  }

  @Test
  void what_is_being_stored_and_what_a_kill_left_of_it_is_no_object() throws IOException {
    String ending = "-0b5c1b0e-3c1f-4f0e-9d3a-6f1f6d0c2a11";
    try (var server = start(0);
        var store = client(server, "root-secret")) {
      store.createBucket("personalize");
      put(store, "whole" + ending);
      store.put("personalize", "parts" + ending, new ByteArrayInputStream(TWO_PARTS));
    }
    Path left = Files.writeString(directory.resolve("personalize/half.csv" + ending), "ITEM_ID\n");
    try (var server = start(0);
        var store = client(server, "root-secret")) {
      assertThat(store.list("personalize", ""))
          .extracting(ObjectEntry::key)
          .containsExactly("parts" + ending, "whole" + ending);
    }
    Path aside = policies.resolve("unfinished");

    assertThat(UnfinishedUploads.setAside(directory, aside)).isEqualTo(1);

    assertThat(left).doesNotExist();
    assertThat(aside.resolve("personalize/half.csv" + ending)).hasContent("ITEM_ID\n");
    try (var server = start(0);
        var store = client(server, "root-secret")) {
      assertThat(store.list("personalize", ""))
          .extracting(ObjectEntry::key)
          .containsExactly("parts" + ending, "whole" + ending);
    }
  }

  @Test
  void a_taken_port_is_named_with_the_setting_that_changes_it() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(taken.getLocalPort()))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("PERSONALIZE_S3_PORT");
    }
  }

  private EmbeddedObjectStore start(int port) {
    return EmbeddedObjectStore.start(
        directory, policies, InetAddress.getLoopbackAddress(), port, ROOT);
  }

  private static ObjectStore client(EmbeddedObjectStore server, String secretKey) {
    return ObjectStore.at(server.endpoint(), "us-east-1", ROOT.accessKey(), secretKey);
  }

  private static void put(ObjectStore store, String key) throws IOException {
    store.put("personalize", key, new ByteArrayInputStream(key.getBytes(UTF_8)));
  }

  private static String read(ObjectStore store, String key) throws IOException {
    try (var object = store.open("personalize", key)) {
      return new String(object.readAllBytes(), UTF_8);
    }
  }
}
