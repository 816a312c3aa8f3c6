// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets pages of other sites call the API with a key of their own, and read its answers and errors.
 *
 * <p>A browser asks first, without a key, and is told whatever it wants to hear: who has the key may send any method and
 * header. It is never told that it may add what it remembers by itself, cookies or a login, so such a page has no more
 * rights than the key in it. Pages of this service are for itself alone.
 *
 * <p>Stands before {@link SignatureFilter}, whose refusals a page must be able to read as well.
 */
final class CrossOriginFilter extends CorsFilter {
  /** How long a browser may go without asking again; the longest that any of them honours. */
  private static final Duration REMEMBERED = Duration.ofHours(24);

  /** {@code Date} is what an SDK sets its clock by after a refused signature. */
  private static final List<String> READABLE =
      List.of("x-amzn-requestid", "x-amzn-errortype", HttpHeaders.DATE);

  /** @param origins whose pages may call, such as {@code https://shop.example}; {@code *} for any */
  CrossOriginFilter(List<String> origins) {
    super(request -> configuration(origins));
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !Endpoint.of(request).isApi();
  }

  private static CorsConfiguration configuration(List<String> origins) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(origins);
    cors.setAllowedMethods(List.of(CorsConfiguration.ALL));
    cors.setAllowedHeaders(List.of(CorsConfiguration.ALL));
    cors.setExposedHeaders(READABLE);
    cors.setAllowCredentials(false);
    cors.setMaxAge(REMEMBERED);
    return cors;
  }
}
