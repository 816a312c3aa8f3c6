#!/usr/bin/env bash
# While an object is uploaded, S3Proxy on a file system lists a part of it as an object of another name.
source "$(dirname "$0")/lib.sh"

jars "$work/jars" org.gaul:s3proxy:4.1.0 software.amazon.awssdk:s3:2.40.2 software.amazon.awssdk:url-connection-client:2.40.2 \
  com.fasterxml.jackson.core:jackson-annotations:2.21 org.slf4j:slf4j-nop:2.0.17

cat > "$work/UploadListing.java" <<'JAVA'
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

public class UploadListing {
  private static final int HALF = 4 << 20;

  /** Half of what is announced, then nothing until somebody has looked. */
  private static final class Slow extends InputStream {
    private final CountDownLatch looked;
    private int given;

    Slow(CountDownLatch looked) {
      this.looked = looked;
    }

    @Override
    public int read() {
      return -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (given == HALF) {
        try {
          looked.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      int count = Math.min(length, given < HALF ? HALF - given : 2 * HALF - given);
      given += count;
      return count == 0 ? -1 : count;
    }
  }

  private static List<S3Object> list(S3Client s3) {
    return s3.listObjectsV2(request -> request.bucket("reports")).contents();
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("s3");
    Properties settings = new Properties();
    settings.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    settings.setProperty("s3proxy.identity", "finding");
    settings.setProperty("s3proxy.credential", "finding-secret");
    S3Proxy server = S3Proxy.Builder.fromProperties(settings)
        .blobStore(new FilesystemNio2BlobStore(directory.toString()))
        .build();
    server.start();
    System.out.println("Packages:  org.gaul:s3proxy 4.1.0 (FilesystemNio2BlobStore), software.amazon.awssdk:s3 2.40.2");
    System.out.println("Guess:     as in S3, an object is there whole or not at all, and a list shows nothing that nobody stored");
    System.out.println("Behaviour: an upload is written into a file beside the objects, called as its key with a random UUID "
        + "behind it, which lists show as an object until it is renamed; if the server dies before, for good");
    System.out.println();
    boolean changed;
    try (S3Client s3 = S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + server.getPort()))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("finding", "finding-secret")))
        .build()) {
      s3.createBucket(request -> request.bucket("reports"));
      CountDownLatch looked = new CountDownLatch(1);
      Thread upload = new Thread(() -> s3.putObject(
          request -> request.bucket("reports").key("june.csv"),
          RequestBody.fromContentProvider(() -> new Slow(looked), 2L * HALF, "text/csv")));
      upload.start();
      List<S3Object> during = List.of();
      for (int tenth = 0; tenth < 200 && (during.isEmpty() || during.get(0).size() == 0); tenth++) {
        Thread.sleep(100);
        during = list(s3);
      }
      looked.countDown();
      upload.join();
      List<S3Object> after = list(s3);
      System.out.println("A list while june.csv, of 8,388,608 bytes, is uploaded");
      during.forEach(object -> System.out.println("  " + object.key() + ": " + object.size() + " bytes"));
      System.out.println("and afterwards");
      after.forEach(object -> System.out.println("  " + object.key() + ": " + object.size() + " bytes"));
      changed = during.size() != 1
          || !during.get(0).key().matches("june\\.csv-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
          || during.get(0).size() >= 2 * HALF
          || after.size() != 1
          || after.get(0).size() != 2 * HALF;
    }
    server.stop();
    System.out.println();
    System.out.println(changed ? "Changed." : "As described.");
    System.exit(changed ? 1 : 0);
  }
}
JAVA
java -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider -Djava.io.tmpdir="$work" -cp "$work/jars/*" "$work/UploadListing.java" 2> "$work/log" || {
  cat "$work/log" >&2
  exit 1
}
