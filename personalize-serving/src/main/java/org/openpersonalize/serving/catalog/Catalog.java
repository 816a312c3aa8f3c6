// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.LiveRecords;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.record.RecordTable.PutRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one dataset.
 *
 * <p>What is put while they are read is remembered and put once more, for the rows that are read may be from before it. If
 * they do not fit the memory, the ones before go on, and if there are none, whoever asks is refused.
 */
final class Catalog {
  private static final Logger log = LoggerFactory.getLogger(Catalog.class);

  private final Arn arn;
  private final int dataset;
  private final Supplier<DatasetSchema> schema;
  private final RecordTable table;
  private final CatalogMemory memory;
  private @Nullable List<PutRecord> putMeanwhile;
  private long imports;
  private volatile @Nullable Held held;
  private volatile @Nullable Refusal refusal;

  Catalog(
      Arn arn,
      int dataset,
      Supplier<DatasetSchema> schema,
      RecordTable table,
      CatalogMemory memory) {
    this.arn = arn;
    this.dataset = dataset;
    this.schema = schema;
    this.table = table;
    this.memory = memory;
  }

  private record Held(LiveRecords records, CatalogMemory.Share share) {}

  /**
   * Why the newest records are not in memory.
   *
   * @param imports how many imports the dataset had taken in then
   * @param needed bytes
   */
  private record Refusal(long imports, long needed, String sentence) {}

  /** The dataset's number. */
  int dataset() {
    return dataset;
  }

  /**
   * The records as they are, which must have been {@linkplain #read read}.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#LIMIT_EXCEEDED} if they do not fit the
   *     memory
   */
  RecordColumns now() {
    Held now = held;
    if (now == null) {
      throw ErrorCode.LIMIT_EXCEEDED.because(Objects.requireNonNull(refusal).sentence());
    }
    return now.records().now();
  }

  /** The records as they are; empty if they are not in memory. */
  Optional<RecordColumns> held() {
    return Optional.ofNullable(held).map(Held::records).map(LiveRecords::now);
  }

  /** Why the newest records are not in memory; empty if they are. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal).map(Refusal::sentence);
  }

  /** Reads all records anew; one thread at a time. If they do not fit or cannot be read, nothing has changed. */
  void read() {
    long importsNow = table.imports(dataset).orElse(0);
    remember(new ArrayList<>());
    CatalogMemory.Share share = memory.share();
    RecordColumnsBuilder builder = new RecordColumnsBuilder(schema.get());
    try {
      table.stream(dataset, (id, properties, arrival) -> {
        builder.add(id, properties, arrival);
        if (builder.size() % RecordColumns.PIECE == 0) {
          requireRoom(share, builder);
        }
      });
      requireRoom(share, builder);
      replace(new Held(new LiveRecords(builder.build()), share));
      imports = importsNow;
    } catch (NoRoomException e) {
      share.close();
      refuse(
          importsNow, e.bytes() * Math.max(1, table.count(dataset)) / Math.max(1, builder.size()));
    } catch (RuntimeException e) {
      share.close();
      throw e;
    } finally {
      remember(null);
    }
  }

  private static void requireRoom(CatalogMemory.Share share, RecordColumnsBuilder builder) {
    long bytes = builder.sizeInBytes();
    if (!share.resize(bytes)) {
      throw new NoRoomException(bytes);
    }
  }

  private void refuse(long importsNow, long needed) {
    String sentence = memory.refusal("What is known of " + arn, needed);
    log.warn(sentence);
    refusal = new Refusal(importsNow, needed, sentence);
  }

  private synchronized void remember(@Nullable List<PutRecord> puts) {
    putMeanwhile = puts;
  }

  private synchronized void replace(Held fresh) {
    close();
    fresh.share().resize(fresh.records().now().sizeInBytes());
    refusal = null;
    held = fresh;
    Objects.requireNonNull(putMeanwhile).forEach(put -> put(fresh, put));
    log.info(
        "{} is in memory with {} records, {} bytes", arn, now().size(), now().sizeInBytes());
  }

  /** Gives back the memory of what is not asked for any more. */
  synchronized void close() {
    if (held != null) {
      held.share().close();
    }
  }

  synchronized void put(PutRecord put) {
    if (putMeanwhile != null) {
      putMeanwhile.add(put);
    }
    if (held != null) {
      put(held, put);
    }
  }

  private void put(Held into, PutRecord put) {
    String id = put.record().recordId();
    String properties = put.record().properties();
    RecordColumns now = into.records().now();
    long room = now.sizeInBytes() + now.roomFor(id, properties);
    if (into.share().resize(room)) {
      into.records().put(id, properties, put.arrival());
    } else if (refusal == null) {
      refuse(imports, room);
    }
  }

  /**
   * Reads the records anew if there were imports, or there is room now for what did not fit; one thread at a time.
   *
   * @return false if there is no such dataset any more
   */
  boolean refresh() {
    OptionalLong importsNow = table.imports(dataset);
    Refusal refused = refusal;
    if (importsNow.isPresent()
        && (refused == null
            ? importsNow.getAsLong() != imports
            : importsNow.getAsLong() != refused.imports() || refused.needed() <= memory.left())) {
      read();
    }
    return importsNow.isPresent();
  }
}
