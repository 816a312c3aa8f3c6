// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openpersonalize.console.testing.ConsoleTestConfiguration.Keys;

/** A browser that keeps cookies, follows no redirect and runs no script. */
public final class Browser {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final Map<String, String> cookies = new TreeMap<>();

  public Browser(int port) {
    this.server = "http://127.0.0.1:" + port;
  }

  /** A browser in which somebody is signed in. */
  public static Browser signedIn(int port) {
    Browser browser = new Browser(port);
    HttpResponse<String> answer = browser.signIn(Keys.SECRET);
    if (answer.statusCode() != 303) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
    return browser;
  }

  public HttpResponse<String> signIn(String secret, String... headers) {
    return post(
        "/console/sign-in", Map.of("accessKeyId", Keys.ID, "secretAccessKey", secret), headers);
  }

  /** @param headers name after value */
  public HttpResponse<String> get(String path, String... headers) {
    return send(HttpRequest.newBuilder(URI.create(server + path)), headers);
  }

  public HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
    return post(path, List.copyOf(form.entrySet()), headers);
  }

  /** Posts a form in which several inputs have the same name. */
  public HttpResponse<String> post(
      String path, List<Map.Entry<String, String>> form, String... headers) {
    String body = form.stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  /** Sends a form with a file behind its fields, as a browser without a script does. */
  public HttpResponse<String> upload(
      String path, Map<String, String> form, String fileName, String content) {
    String boundary = "----boundary";
    StringBuilder body = new StringBuilder();
    form.forEach((name, value) ->
        body.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
            .formatted(boundary, name, value)));
    body.append(
            "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n"
                .formatted(boundary, fileName))
        .append(content)
        .append("\r\n--%s--\r\n".formatted(boundary));
    return send(HttpRequest.newBuilder(URI.create(server + path))
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** The token in the forms of a page. */
  public static String token(HttpResponse<String> page) {
    Matcher token = TOKEN.matcher(page.body());
    if (!token.find()) {
      throw new IllegalStateException("There is no token in " + page.body());
    }
    return token.group(1);
  }

  public Map<String, String> cookies() {
    return cookies;
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void keep(String header) {
    for (HttpCookie cookie : HttpCookie.parse(header)) {
      if (cookie.getMaxAge() == 0) {
        cookies.remove(cookie.getName());
      } else {
        cookies.put(cookie.getName(), cookie.getValue());
      }
    }
  }
}
