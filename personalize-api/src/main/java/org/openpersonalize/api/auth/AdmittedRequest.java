// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request whose sender has shown a key; health tells its details to those only. */
final class AdmittedRequest extends HttpServletRequestWrapper {
  private final KeyOwner owner;

  /** Who has the key; the same key is the same owner. */
  private record KeyOwner(String accessKeyId) implements Principal {
    @Override
    public String getName() {
      return accessKeyId;
    }
  }

  AdmittedRequest(HttpServletRequest request, String accessKeyId) {
    super(request);
    this.owner = new KeyOwner(accessKeyId);
  }

  @Override
  public Principal getUserPrincipal() {
    return owner;
  }
}
