// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.lang.reflect.Field;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.openpersonalize.api.auth.AccessKeys;
import org.openpersonalize.api.auth.SignatureVerifier;
import org.openpersonalize.api.config.CannotStartException;
import org.openpersonalize.api.config.RootCredentials;

/**
 * An S3 server in this process: buckets are directories, objects are files. The root user's keys open it.
 *
 * <p>It is S3Proxy, with {@link BucketPolicyFilter} before it. S3Proxy refuses requests about policies before it looks at
 * their signature and has no place for a filter, hence the look into its Jetty. To run its handler in a server of our own
 * lost: the half of it that turns exceptions into answers is not public and would have to be written again.
 */
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
   * @param directory for the buckets
   * @param policies for the buckets' policies
   * @param port 0 for any free one
   * @throws CannotStartException if the port is taken
   */
  static EmbeddedObjectStore start(
      Path directory, Path policies, InetAddress address, int port, RootCredentials root) {
    String host = address.getHostAddress();
    var settings = new Properties();
    settings.setProperty("s3proxy.endpoint", "http://" + inUrl(host) + ":" + port);
    settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    settings.setProperty("s3proxy.identity", root.accessKey());
    settings.setProperty("s3proxy.credential", root.secretKey().value());
    settings.setProperty("s3proxy.jetty.max-threads", "50");
    var buckets = new FilesystemNio2BlobStore(directory.toString());
    var keys = new AccessKeys(root.accessKey(), root.secretKey().value());
    try {
      S3Proxy server = S3Proxy.Builder.fromProperties(settings)
          .blobStore(new UnfinishedUploads(buckets, directory))
          .stopTimeout(0)
          .build();
      addFilter(
          server,
          new BucketPolicyFilter(
              policies,
              buckets::containerExists,
              new SignatureVerifier(keys, Clock.systemUTC(), "s3")));
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

  private static void addFilter(S3Proxy proxy, Filter filter) throws ReflectiveOperationException {
    Field jetty = S3Proxy.class.getDeclaredField("server");
    jetty.setAccessible(true);
    ((Server) jetty.get(proxy))
        .getDescendant(ServletContextHandler.class)
        .addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
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
