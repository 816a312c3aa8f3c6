// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.auth.Endpoint;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.traffic.RuntimeRequest;
import org.openpersonalize.serving.traffic.TrafficRecorder;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id, which the answer and each line of the log carry, and times the requests of the API.
 *
 * <p>A browser's question whether a page may call is no request of the API, and not timed. The timer {@code
 * personalize.requests} is tagged with the operation, the status and the error's name. A client can
 * choose none of the values: what is not an operation is {@code unknown}. The same time counts as that of the campaign or recommender that a request
 * names: from when the container has read its head until the answer is in the container's buffer, so with the reading of its body, with
 * the signature, and without waiting for a free thread.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class RequestFilter extends OncePerRequestFilter {
  /** The key of the logging context. */
  static final String REQUEST_ID_IN_LOG = "requestId";

  private static final String DEPLOYMENT = RequestFilter.class.getName() + ".deployment";
  private static final String REQUEST_ID = "x-amzn-requestid";
  private static final Duration[] BUCKETS = Stream.of(
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
      .map(Duration::ofMillis)
      .toArray(Duration[]::new);

  private final Supplier<Operations> operations;
  private final Supplier<TrafficRecorder> traffic;
  private final MeterRegistry registry;
  private final MeterProvider<Timer> requests;
  private final Map<Answered, Timer> timers = new ConcurrentHashMap<>();

  /**
   * @param operations not asked for before the first request: filters are made before the context has all its beans,
   *     when finding what another one needs takes long
   * @param traffic likewise
   */
  RequestFilter(
      ObjectProvider<Operations> operations,
      ObjectProvider<TrafficRecorder> traffic,
      MeterRegistry registry) {
    this.operations = SingletonSupplier.of(operations::getObject);
    this.traffic = SingletonSupplier.of(traffic::getObject);
    this.registry = registry;
    this.requests = Timer.builder("personalize.requests")
        .description("Requests of the API, by operation, HTTP status and error")
        .serviceLevelObjectives(BUCKETS)
        .withRegistry(registry);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = UUID.randomUUID().toString();
    response.setHeader(REQUEST_ID, id);
    Timer.Sample sample = Timer.start(registry);
    MDC.put(REQUEST_ID_IN_LOG, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(REQUEST_ID_IN_LOG);
      Endpoint endpoint = Endpoint.of(request);
      if (endpoint.isApi() && !CorsUtils.isPreFlightRequest(request)) {
        long nanos = sample.stop(timer(endpoint, request, response));
        if (request.getAttribute(DEPLOYMENT) instanceof Arn deployment) {
          traffic.get().answered(deployment, response.getStatus(), nanos);
        }
      }
    }
  }

  /** Notes what was asked, so that it counts as that of the campaign or recommender that is to answer it. */
  static void asked(HttpServletRequest http, Object request) {
    if (request instanceof RuntimeRequest runtime) {
      http.setAttribute(DEPLOYMENT, runtime.deploymentArn());
    }
  }

  private Timer timer(Endpoint endpoint, HttpServletRequest request, HttpServletResponse response) {
    String operation = endpoint == Endpoint.UPLOAD
        ? "Upload"
        : operations.get().of(request).map(Operation::name).orElse("unknown");
    @Nullable String error = response.getHeader(ErrorAdvice.ERROR_TYPE);
    return timers.computeIfAbsent(
        new Answered(operation, response.getStatus(), error == null ? "none" : error), this::timer);
  }

  private Timer timer(Answered as) {
    return requests.withTags(Tags.of(
        "operation", as.operation(), "status", Integer.toString(as.status()), "error", as.error()));
  }

  /** What the timer of a request is tagged with, of which there are few. */
  private record Answered(String operation, int status, String error) {}
}
