// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations this service answers, found by the request that calls them.
 *
 * <p>A method that returns something and one that does not are added alike; javac warns that a lambda could mean both,
 * but a method reference, which is what stands in an {@link OperationTable}, cannot.
 */
@SuppressWarnings("overloads")
final class Operations {
  /** What stands before the operation's name in {@code X-Amz-Target}. */
  private static final String TARGET_PREFIX = "AmazonPersonalize.";

  private final List<Operation<?>> all = new ArrayList<>();
  private final Map<String, Operation<?>> byAddress = new HashMap<>();

  /** The operations that these tables add. */
  Operations(List<OperationTable> tables) {
    tables.forEach(table -> table.addTo(this));
  }

  /** Adds the operation that is named as its request; the record it answers with stands beside it. */
  <Q> void add(Class<Q> request, Function<Q, ?> method) {
    add(Operation.of(request, response(request), method::apply));
  }

  /** Adds an operation that answers with an empty body. */
  <Q> void add(Class<Q> request, Consumer<Q> method) {
    add(Operation.of(request, null, silent(method)));
  }

  /** The operation a request calls: by {@code X-Amz-Target} at {@code POST /}, by path elsewhere. */
  Optional<Operation<?>> of(HttpServletRequest request) {
    String path = request.getRequestURI();
    @Nullable String address = path.equals("/") ? request.getHeader("X-Amz-Target") : path;
    return Optional.ofNullable(address).map(byAddress::get);
  }

  /** All operations, in the order they were added. */
  List<Operation<?>> all() {
    return List.copyOf(all);
  }

  private void add(Operation<?> operation) {
    String address = operation.path() == null ? TARGET_PREFIX + operation.name() : operation.path();
    if (byAddress.put(address, operation) != null) {
      throw new IllegalStateException("Two operations answer at " + address);
    }
    all.add(operation);
  }

  private static Class<?> response(Class<?> request) {
    String name = request.getSimpleName() + "Response";
    return Arrays.stream(request.getEnclosingClass().getDeclaredClasses())
        .filter(nested -> nested.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("There is no %s beside its request".formatted(name)));
  }

  private static <Q> Function<Q, @Nullable Object> silent(Consumer<Q> method) {
    return request -> {
      method.accept(request);
      return null;
    };
  }
}
