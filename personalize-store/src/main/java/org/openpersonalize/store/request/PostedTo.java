// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.request;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Where a request of a REST-JSON operation is posted to; requests without it are called by name. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PostedTo {
  /** The path, for example {@code /events}. */
  String value();
}
