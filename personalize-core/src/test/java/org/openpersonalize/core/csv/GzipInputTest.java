// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.PersonalizeException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GzipInputTest {
  private static final String FILE = "s3://shop/items.csv.gz";

  @Test
  void all_members_are_read_though_the_source_says_that_nothing_is_available() throws IOException {
    byte[] members = joined(gzip("ITEM_ID\n"), gzip("a\n"), gzip(""), gzip("b\n".repeat(50_000)));

    try (InputStream in = new GzipInput(new Hesitant(members, 7), FILE)) {
      assertThat(new String(in.readAllBytes(), UTF_8))
          .isEqualTo("ITEM_ID\na\n" + "b\n".repeat(50_000));
    }
  }

  @Test
  void what_is_cut_off_is_refused_wherever_it_is() throws IOException {
    byte[] member = gzip("ITEM_ID\na\nb\n");
    for (int length = 12; length < member.length; length++) {
      byte[] part = Arrays.copyOf(member, length);
      assertThatThrownBy(() -> new GzipInput(new Hesitant(part, 100), FILE).readAllBytes())
          .isInstanceOf(PersonalizeException.class)
          .hasMessage(FILE + " is damaged, or was not copied whole: make it again with gzip");
    }
  }

  @Test
  void what_is_no_gzip_is_refused_by_its_name() {
    assertThatThrownBy(
            () -> new GzipInput(new ByteArrayInputStream("ITEM_ID\na\n".getBytes(UTF_8)), FILE))
        .isInstanceOf(PersonalizeException.class)
        .hasMessage(
            FILE + " is called gzip by its name and is none: give it a name that tells what it is");
  }

  @Test
  void a_transfer_that_breaks_off_between_two_members_is_no_end() throws IOException {
    byte[] first = gzip("ITEM_ID\na\n");
    InputStream breaking = new FilterInputStream(new Hesitant(first, first.length)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count < 0) {
          throw new EOFException("The transfer broke off");
        }
        return count;
      }
    };

    assertThatThrownBy(() -> new GzipInput(breaking, FILE).readAllBytes())
        .isInstanceOf(EOFException.class)
        .hasMessage("The transfer broke off");
  }

  /** Gives a few bytes at a time, as a network does. */
  private static final class Hesitant extends ByteArrayInputStream {
    private final int most;

    Hesitant(byte[] bytes, int most) {
      super(bytes);
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      return super.read(buffer, offset, Math.min(length, most));
    }

    @Override
    public synchronized int available() {
      return 0;
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
