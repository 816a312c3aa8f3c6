// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** The pages of one column in one row group, fetched and decompressed one after the other: memory holds one of them. */
final class ChunkPages implements PageReader {
  /** Writers make pages of a mebibyte, or one of a row group; beyond this a header is more likely damaged. */
  private static final int LARGEST = 1 << 28;

  private final ChunkInput in;
  private final PageCodec codec;
  private final long values;
  private long left;
  private @Nullable PageHeader header;

  /** @param length of the file, in bytes */
  ChunkPages(FileParts parts, long length, ColumnMetaData chunk, PageCodec codec) {
    long from = chunk.getData_page_offset();
    if (chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > 0) {
      from = Math.min(from, chunk.getDictionary_page_offset());
    }
    long size = chunk.getTotal_compressed_size();
    if (from < 0 || size < 0 || size > length - from) {
      throw new ParquetDecodingException("a column lies outside of the file");
    }
    this.in = new ChunkInput(parts, from, from + size);
    this.codec = codec;
    this.values = chunk.getNum_values();
    this.left = values;
  }

  @Override
  public long getTotalValueCount() {
    return values;
  }

  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    try {
      PageHeader first = Util.readPageHeader(in);
      if (first.getType() != PageType.DICTIONARY_PAGE) {
        header = first;
        return null;
      }
      return new DictionaryPage(
          BytesInput.from(whole(first)),
          first.getDictionary_page_header().getNum_values(),
          encoding(first.getDictionary_page_header().getEncoding()));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public @Nullable DataPage readPage() {
    try {
      while (left > 0) {
        PageHeader next = header == null ? Util.readPageHeader(in) : header;
        header = null;
        if (next.isSetData_page_header()) {
          left -= next.getData_page_header().getNum_values();
          return page(next, next.getData_page_header());
        }
        if (next.isSetData_page_header_v2()) {
          left -= next.getData_page_header_v2().getNum_values();
          return page(next, next.getData_page_header_v2());
        }
        compressed(next); // an index, which nobody needs
      }
      return null;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private DataPage page(PageHeader header, DataPageHeader data) throws IOException {
    return new DataPageV1(
        BytesInput.from(whole(header)),
        data.getNum_values(),
        header.getUncompressed_page_size(),
        null,
        encoding(data.getRepetition_level_encoding()),
        encoding(data.getDefinition_level_encoding()),
        encoding(data.getEncoding()));
  }

  /** Of these pages, the levels are never compressed. */
  private DataPage page(PageHeader header, DataPageHeaderV2 data) throws IOException {
    byte[] bytes = compressed(header);
    int repetition = data.getRepetition_levels_byte_length();
    int levels = Math.addExact(repetition, data.getDefinition_levels_byte_length());
    if (repetition < 0 || levels < repetition || levels > bytes.length) {
      throw new ParquetDecodingException("levels of a page are longer than the page");
    }
    BytesInput values = data.isIs_compressed()
        ? BytesInput.from(decompressed(bytes, levels, size(header) - levels))
        : BytesInput.from(bytes, levels, bytes.length - levels);
    return DataPageV2.uncompressed(
        data.getNum_rows(),
        data.getNum_nulls(),
        data.getNum_values(),
        BytesInput.from(bytes, 0, repetition),
        BytesInput.from(bytes, repetition, levels - repetition),
        encoding(data.getEncoding()),
        values,
        null);
  }

  private byte[] whole(PageHeader header) throws IOException {
    byte[] bytes = compressed(header);
    return decompressed(bytes, 0, size(header));
  }

  private byte[] compressed(PageHeader header) throws IOException {
    int length = header.getCompressed_page_size();
    requireSize(length);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ParquetDecodingException("a page goes on behind the end of its column");
    }
    return bytes;
  }

  private static int size(PageHeader header) {
    requireSize(header.getUncompressed_page_size());
    return header.getUncompressed_page_size();
  }

  private static void requireSize(int length) {
    if (length < 0 || length > LARGEST) {
      throw new ParquetDecodingException("a page of %d bytes".formatted(length));
    }
  }

  private byte[] decompressed(byte[] bytes, int offset, int size) {
    requireSize(size);
    byte[] page = new byte[size];
    if (size == 0) {
      return page; // some writers compress nothing to nothing
    }
    try {
      if (codec.decompress(bytes, offset, bytes.length - offset, page) != size) {
        throw new ParquetDecodingException("a page is not as long as its header says");
      }
    } catch (IOException e) {
      throw new ParquetDecodingException("a page cannot be decompressed", e);
    }
    return page;
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
    return Encoding.valueOf(encoding.name());
  }

  /** What is wrong with the file is found when a header is read from bytes that are there; anything else is the store's failure. */
  private static RuntimeException failure(IOException e) {
    return e.getCause() instanceof shaded.parquet.org.apache.thrift.TException
        ? new ParquetDecodingException("a page's header cannot be read", e)
        : new UncheckedIOException(e);
  }
}
