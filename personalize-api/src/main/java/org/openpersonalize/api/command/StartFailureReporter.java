// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.config.CannotStartException;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says why the service did not start: one sentence on standard error, where the operator can act on it, instead of a
 * stack trace. Other failures are left to Spring. Found through {@code META-INF/spring.factories}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailureReporter implements SpringBootExceptionReporter {
  @Override
  public boolean reportException(Throwable failure) {
    Optional<String> sentence = sentence(failure);
    sentence.ifPresent(System.err::println);
    return sentence.isPresent();
  }

  /** The sentence for a failure whose remedy is known. */
  static Optional<String> sentence(@Nullable Throwable failure) {
    if (failure == null) {
      return Optional.empty();
    }
    if (failure instanceof CannotStartException cannotStart) {
      return Optional.of(cannotStart.getMessage());
    }
    if (failure instanceof PortInUseException taken) {
      return Optional.of(
          "Port %d is taken: stop the program that uses it, or choose another with --port."
              .formatted(taken.getPort()));
    }
    return sentence(failure.getCause());
  }
}
