// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.object;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Files in an S3-compatible store.
 *
 * <p>An object is there whole or not at all: a long one is sent in parts and appears with the last.
 */
public final class ObjectStore implements AutoCloseable {
  /** S3 takes no part smaller than this but the last, in bytes, and 10,000 parts. */
  public static final int LEAST_PART = 5 << 20;

  /** For objects of up to 80 GB. */
  private static final int PART_SIZE = 8 << 20;

  private static final int DELETE_BATCH = 1_000;
  private static final int CONNECTIONS = 64;

  private final S3Client s3;

  public ObjectStore(S3Client s3) {
    this.s3 = s3;
  }

  /** The store at an endpoint; addressed by path, as most servers that are not Amazon's need it. */
  public static ObjectStore at(URI endpoint, String region, String accessKey, String secretKey) {
    return new ObjectStore(S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .httpClientBuilder(ApacheHttpClient.builder().maxConnections(CONNECTIONS))
        .build());
  }

  /** Gives the connections back. */
  @Override
  public void close() {
    s3.close();
  }

  /**
   * What an object is called and how long it is.
   *
   * @param size in bytes
   */
  public record ObjectEntry(String key, long size) {}

  /** There is no such object or bucket. */
  public static final class ObjectNotFound extends IOException {
    ObjectNotFound(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Makes a bucket unless it is there. */
  public void createBucket(String bucket) throws IOException {
    try {
      s3.headBucket(request -> request.bucket(bucket));
    } catch (NoSuchBucketException missing) {
      try {
        s3.createBucket(request -> request.bucket(bucket));
      } catch (S3Exception e) {
        throw new IOException("Cannot make the bucket " + bucket + ": " + e.getMessage(), e);
      }
    } catch (S3Exception e) {
      throw new IOException("Cannot reach the bucket " + bucket + ": " + e.getMessage(), e);
    }
  }

  /** Is the bucket there? */
  public boolean hasBucket(String bucket) throws IOException {
    try {
      s3.headBucket(request -> request.bucket(bucket));
      return true;
    } catch (NoSuchBucketException missing) {
      return false;
    } catch (S3Exception e) {
      throw new IOException("Cannot reach the bucket " + bucket + ": " + e.getMessage(), e);
    }
  }

  /** Is the bucket there? Whoever asks waits no longer than {@code patience}. */
  public boolean hasBucket(String bucket, Duration patience) throws IOException {
    try {
      s3.headBucket(request ->
          request.bucket(bucket).overrideConfiguration(call -> call.apiCallTimeout(patience)));
      return true;
    } catch (NoSuchBucketException missing) {
      return false;
    } catch (SdkException e) {
      throw new IOException("Cannot reach the bucket " + bucket + ": " + e.getMessage(), e);
    }
  }

  /**
   * Stores a stream of unknown length in constant memory.
   *
   * @param body read to its end; if it throws, nothing is stored
   * @return the number of bytes
   */
  public long put(String bucket, String key, InputStream body) throws IOException {
    byte[] part = new byte[PART_SIZE];
    int length = body.readNBytes(part, 0, PART_SIZE);
    try {
      if (length < PART_SIZE) {
        RequestBody whole = RequestBody.fromContentProvider(
            () -> new ByteArrayInputStream(part, 0, length), length, "application/octet-stream");
        s3.putObject(request -> request.bucket(bucket).key(key), whole);
        return length;
      }
      return putParts(bucket, key, part, body);
    } catch (NoSuchBucketException e) {
      throw new ObjectNotFound("There is no bucket " + bucket, e);
    } catch (S3Exception e) {
      throw new IOException(
          "Cannot store s3://%s/%s: %s".formatted(bucket, key, e.getMessage()), e);
    }
  }

  private long putParts(String bucket, String key, byte[] part, InputStream body)
      throws IOException {
    PartedUpload upload = upload(bucket, key);
    boolean complete = false;
    try {
      List<String> tags = new ArrayList<>();
      long bytes = 0;
      for (int length = PART_SIZE; length > 0; length = body.readNBytes(part, 0, PART_SIZE)) {
        tags.add(upload.put(tags.size() + 1, part, length));
        bytes += length;
      }
      upload.complete(tags);
      complete = true;
      return bytes;
    } finally {
      if (!complete) {
        upload.abort();
      }
    }
  }

  /**
   * Begins to store an object in parts; the caller completes or aborts it.
   *
   * @throws ObjectNotFound if there is no such bucket
   */
  public PartedUpload upload(String bucket, String key) throws IOException {
    try {
      String id =
          s3.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
      return upload(bucket, key, id);
    } catch (NoSuchBucketException e) {
      throw new ObjectNotFound("There is no bucket " + bucket, e);
    } catch (S3Exception e) {
      throw new IOException(
          "Cannot store s3://%s/%s: %s".formatted(bucket, key, e.getMessage()), e);
    }
  }

  /** An upload that was begun, maybe by another process; nobody looks whether it is there still. */
  public PartedUpload upload(String bucket, String key, String id) {
    return new PartedUpload(s3, bucket, key, id);
  }

  /**
   * Opens an object for reading; the caller closes it. Closing it early ends the transfer: the rest is not fetched.
   *
   * @throws ObjectNotFound if there is no such object
   */
  public InputStream open(String bucket, String key) throws IOException {
    return open(bucket, key, 0);
  }

  /** As {@link #open(String, String)}, from a byte on, of which the object must have one at least. */
  public InputStream open(String bucket, String key, long from) throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> object = s3.getObject(request ->
          request.bucket(bucket).key(key).range(from == 0 ? null : "bytes=%d-".formatted(from)));
      return new ObjectInput(object, object.response().contentLength());
    } catch (NoSuchKeyException | NoSuchBucketException e) {
      throw new ObjectNotFound("There is no object s3://%s/%s".formatted(bucket, key), e);
    } catch (S3Exception e) {
      throw new IOException("Cannot read s3://%s/%s: %s".formatted(bucket, key, e.getMessage()), e);
    }
  }

  /**
   * An object for reading parts of it in any order.
   *
   * @throws ObjectNotFound if there is no such object
   */
  public ObjectRanges ranges(String bucket, String key) throws IOException {
    try {
      HeadObjectResponse head = s3.headObject(request -> request.bucket(bucket).key(key));
      return new ObjectRanges(s3, bucket, key, head.contentLength(), head.eTag());
    } catch (NoSuchKeyException | NoSuchBucketException e) {
      throw new ObjectNotFound("There is no object s3://%s/%s".formatted(bucket, key), e);
    } catch (S3Exception e) {
      throw new IOException("Cannot read s3://%s/%s: %s".formatted(bucket, key, e.getMessage()), e);
    }
  }

  /**
   * The objects whose keys start with a prefix, in the order of their keys.
   *
   * @throws ObjectNotFound if there is no such bucket
   */
  public List<ObjectEntry> list(String bucket, String prefix) throws IOException {
    try {
      List<ObjectEntry> entries = new ArrayList<>();
      for (S3Object object : s3.listObjectsV2Paginator(
              request -> request.bucket(bucket).prefix(prefix))
          .contents()) {
        entries.add(new ObjectEntry(object.key(), object.size()));
      }
      return entries;
    } catch (NoSuchBucketException e) {
      throw new ObjectNotFound("There is no bucket " + bucket, e);
    } catch (S3Exception e) {
      throw new IOException(
          "Cannot list s3://%s/%s: %s".formatted(bucket, prefix, e.getMessage()), e);
    }
  }

  /** Deletes every object whose key starts with a prefix. */
  public void deleteAll(String bucket, String prefix) throws IOException {
    delete(bucket, list(bucket, prefix).stream().map(ObjectEntry::key).toList());
  }

  /** Deletes objects, of which some may be gone. */
  public void delete(String bucket, List<String> keys) throws IOException {
    try {
      for (int from = 0; from < keys.size(); from += DELETE_BATCH) {
        List<ObjectIdentifier> batch =
            keys.subList(from, Math.min(from + DELETE_BATCH, keys.size())).stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        s3.deleteObjects(request -> request.bucket(bucket).delete(delete -> delete.objects(batch)));
      }
    } catch (S3Exception e) {
      throw new IOException(
          "Cannot delete %d objects of the bucket %s: %s"
              .formatted(keys.size(), bucket, e.getMessage()),
          e);
    }
  }
}
