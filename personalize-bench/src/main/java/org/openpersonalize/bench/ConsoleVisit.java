// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Somebody who has signed in to the console of a running service. */
final class ConsoleVisit {
  private static final String HOME = "/console";
  private static final int OK = 200;

  /** So many kinds of pages there may be. */
  private static final int MOST = 300;

  private final URI endpoint;
  private final HttpClient client = HttpClient.newBuilder()
      .cookieHandler(new CookieManager())
      .followRedirects(HttpClient.Redirect.NORMAL)
      .build();

  /** @throws IllegalStateException if the console does not take the keys */
  ConsoleVisit(RunningService service) throws IOException, InterruptedException {
    this.endpoint = service.endpoint();
    String form = Stream.of(
            "accessKeyId=" + encoded(service.accessKey()),
            "secretAccessKey=" + encoded(service.secretKey()),
            "next=" + encoded(HOME))
        .collect(Collectors.joining("&"));
    HttpResponse<String> answer = client.send(
        HttpRequest.newBuilder(endpoint.resolve("/console/sign-in"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IllegalStateException(
          "The console answers the sign-in with " + answer.statusCode());
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(endpoint.resolve(path)).build(), BodyHandlers.ofString());
  }

  /**
   * One page of each kind, found by following links from the overview: two are of a kind if they differ in numbers of the
   * path or values of the query alone. The parts that pages ask for on their own count, other than what waits for a change.
   */
  List<String> pages() throws IOException, InterruptedException {
    Map<String, String> found = new LinkedHashMap<>();
    Queue<String> links = new ArrayDeque<>(List.of(HOME));
    while (!links.isEmpty() && found.size() < MOST) {
      String path = links.remove();
      if (found.containsKey(kind(path))) {
        continue;
      }
      HttpResponse<String> answer = get(path);
      if (answer.statusCode() == OK) {
        found.put(kind(path), path);
        links.addAll(links(Jsoup.parse(answer.body())));
      }
    }
    return List.copyOf(found.values());
  }

  private static List<String> links(Document page) {
    return Stream.of("href", "hx-get")
        .flatMap(attribute -> page.select("[%s^=%s]".formatted(attribute, HOME)).stream()
            .map(element -> element.attr(attribute)))
        .filter(link -> !link.startsWith("/console/assets/") && !link.contains("lang="))
        .map(link -> link.replaceFirst("#.*", ""))
        .distinct()
        .toList();
  }

  private static String kind(String link) {
    String[] parts = link.split("\\?", 2);
    String parameters = parts.length == 1
        ? ""
        : Stream.of(parts[1].split("&"))
            .map(each -> each.replaceFirst("=.*", ""))
            .sorted()
            .collect(Collectors.joining("&"));
    return parts[0].replaceAll("/\\d+", "/0") + "?" + parameters;
  }
}
