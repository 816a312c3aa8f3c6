// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.util.stream.Stream;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.wire.WireJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * The only place that turns an exception into an answer.
 *
 * <p>The error's name goes into the body and into a header: boto3 reads only {@code __type} from JSON 1.1, the REST-JSON
 * clients read only {@code x-amzn-ErrorType}. JSON 1.1 answers every error of the API's model with 400; the REST-JSON
 * operations tell 400, 404 and 409 apart.
 */
@RestControllerAdvice
class ErrorAdvice {
  static final String ERROR_TYPE = "x-amzn-ErrorType";

  private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);
  private static final int LONGEST_MESSAGE = 2_000;

  /** The body of an error. */
  record Envelope(@JsonProperty("__type") String type, String message) {}

  @ExceptionHandler(Throwable.class)
  ResponseEntity<byte[]> answer(Throwable thrown, HttpServletRequest request) {
    PersonalizeException error = translate(thrown, request);
    boolean controlPlane = request.getRequestURI().equals("/");
    return ResponseEntity.status(status(error.code(), controlPlane))
        .contentType(controlPlane ? Operation.JSON_1_1 : MediaType.APPLICATION_JSON)
        .header(ERROR_TYPE, error.code().wire())
        .body(WireJson.write(new Envelope(error.code().wire(), abbreviate(error.getMessage()))));
  }

  private static PersonalizeException translate(Throwable thrown, HttpServletRequest request) {
    @Nullable PersonalizeException refused = refusalIn(thrown);
    if (refused != null) {
      logOutage(refused);
      return refused;
    }
    if (thrown instanceof ConstraintViolationException invalid) {
      return ErrorCode.INVALID_INPUT.because(
          ConstraintSentence.of(invalid.getConstraintViolations()), thrown);
    }
    if (thrown instanceof NoResourceFoundException
        || thrown instanceof HttpRequestMethodNotSupportedException) {
      return ErrorCode.UNKNOWN_OPERATION.because(
          "%s is not answered at this path; operations are posted, and docs/compatibility.md lists them"
              .formatted(request.getMethod()),
          thrown);
    }
    if (thrown instanceof ErrorResponse http && http.getStatusCode().is4xxClientError()) {
      return ErrorCode.INVALID_INPUT.because(String.valueOf(http.getBody().getDetail()), thrown);
    }
    return failure(thrown);
  }

  /** A refusal may have come through a client that wraps what its input stream throws. */
  private static @Nullable PersonalizeException refusalIn(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .filter(PersonalizeException.class::isInstance)
        .map(PersonalizeException.class::cast)
        .findFirst()
        .orElse(null);
  }

  private static void logOutage(PersonalizeException refused) {
    if (refused.code() == ErrorCode.INTERNAL_FAILURE
        || refused.code() == ErrorCode.SERVICE_UNAVAILABLE) {
      log.warn("Request {} was not served", MDC.get(RequestFilter.REQUEST_ID_IN_LOG), refused);
    }
  }

  private static PersonalizeException failure(Throwable thrown) {
    if (thrown instanceof BadRequestException) {
      log.debug("The request's body cannot be read", thrown);
      return ErrorCode.INVALID_INPUT.because(
          "The request's body ended early or is not encoded as its headers say", thrown);
    }
    log.error("Request {} failed", MDC.get(RequestFilter.REQUEST_ID_IN_LOG), thrown);
    return ErrorCode.INTERNAL_FAILURE.because(
        "The request failed for a reason that is in the server's log, under the request id in x-amzn-requestid",
        thrown);
  }

  private static HttpStatus status(ErrorCode code, boolean controlPlane) {
    return switch (code) {
      case MISSING_AUTHENTICATION_TOKEN, UNRECOGNIZED_CLIENT, INVALID_SIGNATURE, ACCESS_DENIED ->
        HttpStatus.FORBIDDEN;
      case REQUEST_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case INTERNAL_FAILURE -> HttpStatus.INTERNAL_SERVER_ERROR;
      case SERVICE_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case RESOURCE_NOT_FOUND, UNKNOWN_OPERATION ->
        controlPlane ? HttpStatus.BAD_REQUEST : HttpStatus.NOT_FOUND;
      case RESOURCE_IN_USE -> controlPlane ? HttpStatus.BAD_REQUEST : HttpStatus.CONFLICT;
      default -> HttpStatus.BAD_REQUEST;
    };
  }

  private static String abbreviate(@Nullable String message) {
    String text = String.valueOf(message);
    return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "..." : text;
  }
}
