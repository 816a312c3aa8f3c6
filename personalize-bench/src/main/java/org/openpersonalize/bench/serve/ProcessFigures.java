// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench.serve;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * What the service's process has used since its start, as it tells at {@code /actuator/prometheus}.
 *
 * @param processorNanos of all its threads
 * @param allocatedBytes in its heap; the JVM tells as much as it has collected since, so that it is true over many collections
 */
record ProcessFigures(double processorNanos, double allocatedBytes) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static ProcessFigures read(HttpRequest metrics) throws IOException, InterruptedException {
    HttpResponse<String> answer = CLIENT.send(metrics, BodyHandlers.ofString());
    return new ProcessFigures(
        sum(answer.body(), "process_cpu_time_ns_total"),
        sum(answer.body(), "jvm_gc_memory_allocated_bytes_total"));
  }

  ProcessFigures since(ProcessFigures before) {
    return new ProcessFigures(
        processorNanos - before.processorNanos, allocatedBytes - before.allocatedBytes);
  }

  private static double sum(String text, String metric) {
    return text.lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
