// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import java.util.Optional;
import org.openpersonalize.core.resource.Arn;

/** The resources of a kind that answer requests. */
@FunctionalInterface
public interface Deployables {
  /**
   * What the resource is to answer with now.
   *
   * @return empty if this is not its kind, or there is none of this ARN
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link
   *     org.openpersonalize.core.resource.ErrorCode#INVALID_INPUT} if it answers not yet or no more
   */
  Optional<Deployable> find(Arn arn);
}
