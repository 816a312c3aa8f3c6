// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** How pages are compressed. Of what others have (LZ4, Brotli, LZO), no writer does it unless it is told to. */
enum PageCodec {
  UNCOMPRESSED {
    @Override
    int decompress(byte[] from, int offset, int length, byte[] into) {
      System.arraycopy(from, offset, into, 0, length);
      return length;
    }
  },
  SNAPPY {
    @Override
    int decompress(byte[] from, int offset, int length, byte[] into) throws IOException {
      return Snappy.uncompressedLength(from, offset, length) == into.length
          ? Snappy.uncompress(from, offset, length, into, 0)
          : -1;
    }
  },
  GZIP {
    @Override
    int decompress(byte[] from, int offset, int length, byte[] into) throws IOException {
      return new GZIPInputStream(new ByteArrayInputStream(from, offset, length))
          .readNBytes(into, 0, into.length);
    }
  },
  ZSTD {
    @Override
    int decompress(byte[] from, int offset, int length, byte[] into) {
      return (int) Zstd.decompressByteArray(into, 0, into.length, from, offset, length);
    }
  };

  /** Empty if it is one that is not read. */
  static Optional<PageCodec> of(CompressionCodec codec) {
    for (PageCodec known : values()) {
      if (known.name().equals(codec.name())) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /**
   * Fills {@code into}.
   *
   * @return how many bytes there were; anything but its length means that they are damaged
   */
  abstract int decompress(byte[] from, int offset, int length, byte[] into) throws IOException;
}
