// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

/** There is no page, for a reason that has a page. */
public final class RefusedException extends RuntimeException {
  private final Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.name());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
