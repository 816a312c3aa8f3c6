package org.openpersonalize.api.embedded;

import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.openpersonalize.api.config.CannotStartException;
import org.openpersonalize.api.config.RootCredentials;

/** An S3 server in this process: buckets are directories, objects are files. The root user's keys open it. */
final class EmbeddedObjectStore implements AutoCloseable {
  private final S3Proxy server;
  private final String host;

  private EmbeddedObjectStore(S3Proxy server, String host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Starts the server.
   *
   * @param port 0 for any free one
   * @throws CannotStartException if the port is taken
   */
  static EmbeddedObjectStore start(
      Path directory, InetAddress address, int port, RootCredentials root) {
    String host = address.getHostAddress();
    var settings = new Properties();
    settings.setProperty("s3proxy.endpoint", "http://" + inUrl(host) + ":" + port);
    settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    settings.setProperty("s3proxy.identity", root.accessKey());
    settings.setProperty("s3proxy.credential", root.secretKey().value());
    settings.setProperty("s3proxy.jetty.max-threads", "50");
    try {
      S3Proxy server = S3Proxy.Builder.fromProperties(settings)
          .blobStore(new FilesystemNio2BlobStore(directory.toString()))
          .stopTimeout(0)
          .build();
      server.start();
      return new EmbeddedObjectStore(server, address.isAnyLocalAddress() ? "127.0.0.1" : host);
    } catch (Exception e) {
      throw isTakenPort(e)
          ? new CannotStartException(
              "Port %d on %s, for the embedded S3 server, is taken: stop the program that uses it, or choose another with PERSONALIZE_S3_PORT."
                  .formatted(port, host),
              e)
          : new CannotStartException("The embedded S3 server cannot start: %s.".formatted(e), e);
    }
  }

  URI endpoint() {
    return URI.create("http://" + inUrl(host) + ":" + server.getPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The embedded S3 server does not stop", e);
    }
  }

  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static boolean isTakenPort(Throwable e) {
    return e instanceof BindException || (e.getCause() != null && isTakenPort(e.getCause()));
  }
}
