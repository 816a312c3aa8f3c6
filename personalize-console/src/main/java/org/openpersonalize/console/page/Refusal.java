// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import org.springframework.http.HttpStatus;

/** Why there is no page; {@code error.<NAME>.title} and {@code .text} of the bundles say it, and what to do. */
public enum Refusal {
  NOT_FOUND(HttpStatus.NOT_FOUND),
  /** A form without its token, or one that has waited for too long. */
  STALE_FORM(HttpStatus.FORBIDDEN),
  /** A form that a page of another site has sent. */
  FOREIGN_FORM(HttpStatus.FORBIDDEN),
  BAD_REQUEST(HttpStatus.BAD_REQUEST),
  DATABASE_AWAY(HttpStatus.SERVICE_UNAVAILABLE),
  UNEXPECTED(HttpStatus.INTERNAL_SERVER_ERROR);

  private final HttpStatus status;

  Refusal(HttpStatus status) {
    this.status = status;
  }

  HttpStatus status() {
    return status;
  }

  public RefusedException exception() {
    return new RefusedException(this);
  }
}
