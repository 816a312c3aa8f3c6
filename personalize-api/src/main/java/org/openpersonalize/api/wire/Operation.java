// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.http.MediaType;

/**
 * One operation of the API.
 *
 * @param path where a REST-JSON operation is posted to; null for one of the control plane, which is called by name
 * @param request the record a request is read into, constrained by Jakarta Validation
 * @param response the record it answers with; null if it answers nothing
 * @param method the service's method; null is answered with an empty body
 */
record Operation<Q>(
    String name,
    @Nullable String path,
    Class<Q> request,
    @Nullable Class<?> response,
    Function<Q, @Nullable Object> method) {
  static final MediaType JSON_1_1 = MediaType.valueOf("application/x-amz-json-1.1");

  /** The operation that is called as its request, and posted to where that says. */
  static <Q> Operation<Q> of(
      Class<Q> request, @Nullable Class<?> response, Function<Q, @Nullable Object> method) {
    PostedTo path = request.getAnnotation(PostedTo.class);
    return new Operation<>(
        request.getSimpleName(), path == null ? null : path.value(), request, response, method);
  }

  @Nullable Object call(Object parsedRequest) {
    return method.apply(request.cast(parsedRequest));
  }

  String contentType() {
    return path == null ? JSON_1_1.toString() : MediaType.APPLICATION_JSON_VALUE;
  }
}
