package org.openpersonalize.api.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
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
 * but a method reference, which is what stands in {@link OperationTable}, cannot.
 */
@SuppressWarnings("overloads")
final class Operations {
  /** What stands before the operation's name in {@code X-Amz-Target}. */
  private static final String TARGET_PREFIX = "AmazonPersonalize.";

  private final List<Operation<?>> all = new ArrayList<>();
  private final Map<String, Operation<?>> byAddress = new HashMap<>();

  /** Adds an operation of the control plane that answers. */
  <Q> void add(String name, Class<Q> request, Function<Q, ?> method) {
    add(new Operation<>(name, null, request, null, method::apply), TARGET_PREFIX + name);
  }

  /** Adds an operation of the control plane that answers with an empty body. */
  <Q> void add(String name, Class<Q> request, Consumer<Q> method) {
    add(new Operation<>(name, null, request, null, silent(method)), TARGET_PREFIX + name);
  }

  /** Adds a REST-JSON operation that answers. */
  <Q, R> void add(
      String name, String path, Class<Q> request, Class<R> response, Function<Q, R> method) {
    add(new Operation<>(name, path, request, response, method::apply), path);
  }

  /** Adds a REST-JSON operation that answers with an empty body. */
  <Q> void add(String name, String path, Class<Q> request, Consumer<Q> method) {
    add(new Operation<>(name, path, request, null, silent(method)), path);
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

  private void add(Operation<?> operation, String address) {
    if (byAddress.put(address, operation) != null) {
      throw new IllegalStateException("Two operations answer at " + address);
    }
    all.add(operation);
  }

  private static <Q> Function<Q, @Nullable Object> silent(Consumer<Q> method) {
    return request -> {
      method.accept(request);
      return null;
    };
  }
}
