// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import jakarta.servlet.http.HttpServletResponse;

/** What a part of a page that is asked for again and again answers when there is nothing more to wait for. */
public final class Reload {
  private Reload() {}

  /** Has the browser ask for the whole page once more in the place of this part. */
  public static void of(HttpServletResponse response) {
    response.setHeader("HX-Refresh", "true");
  }
}
