// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.store.testing.TestServers;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ObjectStoreTest {
  private static final String BUCKET = "object-store-test";

  private final ObjectStore objects = new ObjectStore(TestServers.objects());

  @BeforeEach
  void empty() throws IOException {
    objects.createBucket(BUCKET);
    objects.deleteAll(BUCKET, "");
  }

  @Test
  void short_and_long_objects_come_back_as_they_were() throws IOException {
    for (int length : new int[] {0, 1, 5_000_000, 20_000_000}) {
      byte[] content = new byte[length];
      new Random(length).nextBytes(content);

      assertThat(objects.put(BUCKET, "a/" + length, new ByteArrayInputStream(content)))
          .isEqualTo(length);

      try (InputStream in = objects.open(BUCKET, "a/" + length)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
    }
    assertThat(objects.list(BUCKET, "a/")).hasSize(4);
  }

  @Test
  void a_stream_that_breaks_off_leaves_nothing() {
    InputStream broken =
        new SequenceInputStream(new ByteArrayInputStream(new byte[10_000_000]), new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the client went away");
          }
        });

    assertThatThrownBy(() -> objects.put(BUCKET, "broken", broken))
        .hasMessage("the client went away");
    assertThatThrownBy(() -> objects.open(BUCKET, "broken"))
        .isInstanceOf(ObjectStore.ObjectNotFound.class);
  }

  @Test
  void closing_early_gives_the_connection_back() throws IOException {
    objects.put(BUCKET, "long", new ByteArrayInputStream(new byte[20_000_000]));

    for (int i = 0; i < 100; i++) { // more than the client has connections
      try (InputStream in = objects.open(BUCKET, "long")) {
        assertThat(in.read()).isZero();
      }
    }
  }

  @Test
  void parts_of_an_object_are_those_of_when_it_was_opened() throws IOException {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    objects.put(BUCKET, "parts", new ByteArrayInputStream(content));

    ObjectRanges parts = objects.ranges(BUCKET, "parts");
    assertThat(parts.length()).isEqualTo(300_000);
    assertThat(parts.read(299_990, 10)).isEqualTo(Arrays.copyOfRange(content, 299_990, 300_000));
    assertThat(parts.read(0, 4)).isEqualTo(Arrays.copyOf(content, 4));

    objects.put(BUCKET, "parts", new ByteArrayInputStream(new byte[300_000]));
    assertThatThrownBy(() -> parts.read(0, 4))
        .hasMessage("s3://%s/parts was replaced while it was read", BUCKET);
    assertThatThrownBy(() -> objects.ranges(BUCKET, "none"))
        .isInstanceOf(ObjectStore.ObjectNotFound.class);
  }

  @Test
  void a_transfer_that_breaks_off_is_an_error_and_not_the_end() {
    ObjectInput in = new ObjectInput(
        new ResponseInputStream<>(
            "response", AbortableInputStream.create(new ByteArrayInputStream(new byte[10]))),
        11);

    assertThatThrownBy(in::readAllBytes).isInstanceOf(EOFException.class);
  }
}
