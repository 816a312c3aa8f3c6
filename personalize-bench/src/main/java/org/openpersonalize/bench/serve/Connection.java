// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench.serve;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection that is kept, and what of HTTP/1.1 such a client needs. Clients of libraries take a tenth of a millisecond of processor
 * time for each request, which on the cores of the service would be measured as its own.
 */
final class Connection implements Closeable {
  private final URI endpoint;
  private final byte[] bytes = new byte[8192];
  private Socket socket;
  private InputStream in;
  private boolean isOver; // has the service said that it closes it?

  Connection(URI endpoint) throws IOException {
    this.endpoint = endpoint;
    this.socket = connect(endpoint);
    this.in = input(socket);
  }

  private static Socket connect(URI endpoint) throws IOException {
    Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static InputStream input(Socket socket) throws IOException {
    return new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  /**
   * Sends a request, over another connection where the service has ended this one, and waits for the whole of the answer.
   *
   * @param request head and body, as they go over the wire
   * @return the answer's status
   */
  int send(byte[] request) throws IOException {
    if (isOver) {
      socket.close();
      socket = connect(endpoint);
      in = input(socket);
      isOver = false;
    }
    socket.getOutputStream().write(request);
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    long length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = true;
      } else if (lower.equals("connection: close")) {
        isOver = true;
      }
    }
    if (chunked) {
      for (length = chunk(); length > 0; length = chunk()) {
        skip(length);
        line();
      }
      line();
    } else {
      skip(length);
    }
    return status;
  }

  private long chunk() throws IOException {
    return Long.parseLong(line().strip(), 16);
  }

  private void skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      int read = in.read(bytes, 0, (int) Math.min(left, bytes.length));
      if (read < 0) {
        throw new EOFException("The service closed the connection within an answer");
      }
      left -= read;
    }
  }

  private String line() throws IOException {
    int length = 0;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The service closed the connection");
      }
      if (next != '\r' && length < bytes.length) {
        bytes[length++] = (byte) next;
      }
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
