// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.batch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;

/**
 * How much of a file is answered for good.
 *
 * @param size of the file, in bytes
 * @param uploadId of the answers, if some are stored and not all; null if none are
 * @param parts that are stored, from the first on
 */
public record FileStand(
    String objectKey, long size, boolean isDone, @Nullable String uploadId, List<Part> parts) {
  public FileStand {
    parts = List.copyOf(parts);
  }

  /**
   * Some of the answers.
   *
   * @param tag by which the store knows them
   * @param bytesRead of the file, up to the last line that is answered
   * @param lines of the file, up to the same
   */
  public record Part(String tag, long bytesRead, long lines) {}

  /** Of a file of which nothing is answered. */
  public static FileStand of(ObjectEntry file) {
    return new FileStand(file.key(), file.size(), false, null, List.of());
  }

  /** Of the same file, and not of one that took its place? */
  public boolean isOf(ObjectEntry file) {
    return objectKey.equals(file.key()) && size == file.size();
  }

  /** How many bytes of the file need not be read again. */
  public long bytesRead() {
    return parts.isEmpty() ? 0 : parts.get(parts.size() - 1).bytesRead();
  }

  /** How many lines these are. */
  public long lines() {
    return parts.isEmpty() ? 0 : parts.get(parts.size() - 1).lines();
  }

  /** The same with another part that is stored. */
  public FileStand with(Part next) {
    List<Part> all = new ArrayList<>(parts);
    all.add(next);
    return new FileStand(objectKey, size, isDone, uploadId, all);
  }

  /** The same of which nothing is stored, but an upload is begun; null if not even that. */
  public FileStand begun(@Nullable String newUploadId) {
    return new FileStand(objectKey, size, false, newUploadId, List.of());
  }
}
