// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.role.ConditionalOnRole;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.wire.WireJson;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers every operation: the control plane's at {@code POST /}, the REST-JSON ones at their paths. */
@RestController
@ConditionalOnRole(Role.GATEWAY)
@Hidden // OperationDocs describes the operations from the table
class OperationController {
  private final Operations operations;
  private final Validator validator;

  OperationController(Operations operations, Validator validator) {
    this.operations = operations;
    this.validator = validator;
  }

  @PostMapping({
    "/",
    "/{operation:[a-z-]+}",
    "/cadence-backtests/{operation:[a-z-]+}",
    "/filters/{operation:[a-z-]+}",
    "/imports/{operation:[a-z-]+}"
  })
  ResponseEntity<byte[]> answer(HttpServletRequest http) throws IOException {
    Operation<?> operation =
        operations.of(http).orElseThrow(() -> ErrorCode.UNKNOWN_OPERATION.because(unknown(http)));
    Object request = WireJson.read(http.getInputStream().readAllBytes(), operation.request());
    RequestFilter.asked(http, request);
    Set<ConstraintViolation<Object>> violations = validator.validate(request);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    @Nullable Object response = operation.call(request);
    return ResponseEntity.ok()
        .contentType(operation.mediaType())
        .body(response == null ? new byte[0] : WireJson.write(response));
  }

  private static String unknown(HttpServletRequest http) {
    return http.getRequestURI().equals("/")
        ? "X-Amz-Target must name an operation this version serves, such as AmazonPersonalize.ListDatasetGroups; docs/compatibility.md lists them"
        : "There is no operation at this path; docs/compatibility.md lists them";
  }
}
