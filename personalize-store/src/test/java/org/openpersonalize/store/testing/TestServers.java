// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One database and one object store for all tests of a JVM: embedded ones, or containers with {@code
 * -Dtest.containers=true}. They end with the JVM.
 */
public final class TestServers {
  public static final String ACCESS_KEY = "test-access-key";
  public static final String SECRET_KEY = "test-secret-key";

  private static final boolean CONTAINERS = Boolean.getBoolean("test.containers");

  private TestServers() {}

  /** Where a server is and how to log in. */
  public record Address(String url, String user, String password) {}

  private static final class Database {
    static final Address ADDRESS = CONTAINERS ? container() : embedded();

    private static Address embedded() {
      try {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("wal_level", "minimal")
            .setServerConfig("max_wal_senders", "0")
            .setServerConfig("max_wal_size", "2GB")
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("encoding", "UTF8")
            .start();
        return new Address(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
      } catch (IOException e) {
        throw new IllegalStateException("The embedded Postgres does not start", e);
      }
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static Address container() {
      PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18");
      postgres.start();
      return new Address(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
    }
  }

  private static final class Objects {
    static final S3Client CLIENT = client(CONTAINERS ? container() : embedded());

    private static URI embedded() {
      try {
        Path directory = Files.createTempDirectory("test-objects");
        URI endpoint = URI.create("http://127.0.0.1:" + freePort());
        Properties properties = new Properties();
        properties.setProperty("s3proxy.endpoint", endpoint.toString());
        properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
        properties.setProperty("s3proxy.identity", ACCESS_KEY);
        properties.setProperty("s3proxy.credential", SECRET_KEY);
        S3Proxy server = S3Proxy.Builder.fromProperties(properties)
            .blobStore(new FilesystemNio2BlobStore(directory.toString()))
            .build();
        server.start();
        return endpoint;
      } catch (Exception e) {
        throw new IllegalStateException("The embedded S3 server does not start", e);
      }
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static URI container() {
      GenericContainer<?> server = new GenericContainer<>("chrislusf/seaweedfs:3.97")
          .withCommand("server", "-s3")
          .withExposedPorts(8333);
      server.start();
      return URI.create("http://%s:%d".formatted(server.getHost(), server.getMappedPort(8333)));
    }

    private static S3Client client(URI endpoint) {
      return S3Client.builder()
          .endpointOverride(endpoint)
          .forcePathStyle(true)
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
          .httpClient(ApacheHttpClient.create())
          .build();
    }
  }

  public static Address database() {
    return Database.ADDRESS;
  }

  public static S3Client objects() {
    return Objects.CLIENT;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
