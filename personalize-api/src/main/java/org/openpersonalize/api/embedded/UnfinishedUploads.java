// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists no object before it is stored.
 *
 * <p>S3Proxy 4.1.0 writes an object into a file beside the others, with a random UUID behind its key, and renames it when it is
 * whole. Until then it lists that file like an object, with a part of its bytes, and after a kill for good. It has no check sum among its
 * attributes, as every object that was stored through the server does.
 */
final class UnfinishedUploads extends ForwardingBlobStore {
  private static final Logger log = LoggerFactory.getLogger(UnfinishedUploads.class);
  private static final Pattern WITH_RANDOM_ENDING =
      Pattern.compile(".*-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", Pattern.DOTALL);
  private static final String CHECK_SUM = "user.content-md5";
  private static final List<String> HIDDEN = List.of(".mpus-", ".s3proxy-versions");

  private final Path buckets;

  /** @param buckets the directory of the store */
  UnfinishedUploads(BlobStore store, Path buckets) {
    super(store);
    this.buckets = buckets;
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    ListObjectsV2Response all = super.list(request);
    List<S3Object> whole = all.contents().stream()
        .filter(object -> !isUnfinished(buckets.resolve(request.bucket()).resolve(object.key())))
        .toList();
    return whole.size() == all.contents().size()
        ? all
        : all.toBuilder().contents(whole).build();
  }

  /**
   * Moves what a killed server left out of the way of the next one. Nothing is deleted: somebody may have copied a file with such a name into a bucket by hand.
   *
   * @param buckets the directory of a server that does not run
   * @param aside where they go, by bucket and key; made if there are any
   * @return how many files there were
   */
  static int setAside(Path buckets, Path aside) {
    try {
      List<Path> left = find(buckets);
      for (Path file : left) {
        Path to = aside.resolve(buckets.relativize(file));
        Files.createDirectories(to.getParent());
        Files.move(file, to);
      }
      if (!left.isEmpty()) {
        log.warn(
            "Moved {} unfinished uploads of a server that was killed to {}; none was acknowledged, delete them if nobody misses them",
            left.size(),
            aside);
      }
      return left.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> find(Path buckets) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(buckets, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes any) {
        return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes any) {
        if (!isHidden(file) && isUnfinished(file)) {
          found.add(file);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
        if (why instanceof NoSuchFileException) {
          return FileVisitResult.CONTINUE;
        }
        throw why;
      }
    });
    return found;
  }

  private static boolean isHidden(Path file) {
    return HIDDEN.stream().anyMatch(file.getFileName().toString()::startsWith);
  }

  /** Is it surely not whole? Where files cannot have attributes, that is not known. One that is renamed just now was not, a moment ago. */
  private static boolean isUnfinished(Path file) {
    if (!WITH_RANDOM_ENDING.matcher(file.getFileName().toString()).matches()) {
      return false;
    }
    try {
      return Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class)
          && !Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
              .list()
              .contains(CHECK_SUM);
    } catch (NoSuchFileException renamed) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
