// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The pages of one row group, compressed as they are finished, until the group is written. */
final class RowGroupPages implements PageWriteStore {
  private final Map<ColumnDescriptor, Chunk> chunks = new LinkedHashMap<>();

  /** @param columns in the order in which they are to stand in the file */
  RowGroupPages(List<ColumnDescriptor> columns) {
    columns.forEach(column -> chunks.put(column, new Chunk(column)));
  }

  @Override
  public PageWriter getPageWriter(ColumnDescriptor column) {
    return Objects.requireNonNull(chunks.get(column), column::toString);
  }

  /**
   * Appends the group to a file.
   *
   * @param at the place in the file at which {@code out} begins
   * @return where the group's columns are
   */
  RowGroup writeTo(ByteArrayOutputStream out, long at, long rows) {
    RowGroup group = new RowGroup(List.of(), 0, rows);
    List<ColumnChunk> written =
        chunks.values().stream().map(chunk -> chunk.writeTo(out, at)).toList();
    group.setColumns(written);
    group.setTotal_byte_size(written.stream()
        .mapToLong(chunk -> chunk.getMeta_data().getTotal_uncompressed_size())
        .sum());
    return group;
  }

  @Override
  public void close() {
    // heap memory only
  }

  /** The pages of one column. */
  private static final class Chunk implements PageWriter {
    private final ColumnDescriptor column;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
    private final Set<org.apache.parquet.format.Encoding> encodings =
        EnumSet.noneOf(org.apache.parquet.format.Encoding.class);
    private long values;
    private long uncompressed;

    Chunk(ColumnDescriptor column) {
      this.column = column;
    }

    ColumnChunk writeTo(ByteArrayOutputStream out, long at) {
      long from = at + out.size();
      out.writeBytes(dictionary.toByteArray());
      out.writeBytes(data.toByteArray());
      ColumnMetaData meta = new ColumnMetaData(
          Type.valueOf(stored()),
          List.copyOf(encodings),
          List.of(column.getPath()),
          CompressionCodec.ZSTD,
          values,
          uncompressed,
          (long) dictionary.size() + data.size(),
          from + dictionary.size());
      if (dictionary.size() > 0) {
        meta.setDictionary_page_offset(from);
      }
      ColumnChunk chunk = new ColumnChunk(0);
      chunk.setMeta_data(meta);
      return chunk;
    }

    private String stored() {
      return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
        case BINARY -> Type.BYTE_ARRAY.name();
        default -> column.getPrimitiveType().getPrimitiveTypeName().name();
      };
    }

    private void write(ByteArrayOutputStream into, PageHeader header, BytesInput page)
        throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) page.size());
      page.writeAllTo(bytes);
      byte[] compressed = Zstd.compress(bytes.toByteArray());
      header.setUncompressed_page_size(bytes.size());
      header.setCompressed_page_size(compressed.length);
      int before = into.size();
      Util.writePageHeader(header, into);
      uncompressed += into.size() - before + bytes.size();
      into.writeBytes(compressed);
    }

    @Override
    public void writePage(
        BytesInput bytes,
        int valueCount,
        int rowCount,
        @Nullable Statistics<?> statistics,
        @Nullable SizeStatistics sizes,
        @Nullable GeospatialStatistics places,
        Encoding repetition,
        Encoding definition,
        Encoding encoding)
        throws IOException {
      PageHeader header = new PageHeader(PageType.DATA_PAGE, 0, 0);
      header.setData_page_header(
          new DataPageHeader(valueCount, known(encoding), known(definition), known(repetition)));
      write(data, header, bytes);
      values += valueCount;
    }

    @Override
    public void writePage(
        BytesInput bytes,
        int valueCount,
        int rowCount,
        @Nullable Statistics<?> statistics,
        Encoding repetition,
        Encoding definition,
        Encoding encoding)
        throws IOException {
      writePage(
          bytes, valueCount, rowCount, statistics, null, null, repetition, definition, encoding);
    }

    @Override
    @Deprecated // as in the interface, which still wants it
    public void writePage(
        BytesInput bytes,
        int valueCount,
        @Nullable Statistics<?> statistics,
        Encoding repetition,
        Encoding definition,
        Encoding encoding)
        throws IOException {
      writePage(bytes, valueCount, valueCount, statistics, repetition, definition, encoding);
    }

    @Override
    public void writePageV2(
        int rowCount,
        int nullCount,
        int valueCount,
        BytesInput repetition,
        BytesInput definition,
        Encoding encoding,
        BytesInput bytes,
        @Nullable Statistics<?> statistics) {
      throw new IllegalStateException(
          "Pages are written in their first version, which every reader knows");
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
      PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 0, 0);
      header.setDictionary_page_header(
          new DictionaryPageHeader(page.getDictionarySize(), known(page.getEncoding())));
      write(dictionary, header, page.getBytes());
    }

    private org.apache.parquet.format.Encoding known(Encoding encoding) {
      org.apache.parquet.format.Encoding known =
          org.apache.parquet.format.Encoding.valueOf(encoding.name());
      encodings.add(known);
      return known;
    }

    @Override
    public long getMemSize() {
      return (long) data.size() + dictionary.size();
    }

    @Override
    public long allocatedSize() {
      return getMemSize();
    }

    @Override
    public String memUsageString(String prefix) {
      return "%s %d bytes".formatted(prefix, getMemSize());
    }
  }
}
