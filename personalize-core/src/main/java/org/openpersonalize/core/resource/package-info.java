/**
 * The vocabulary every module shares: how resources are named, which states they pass through and what can go wrong.
 *
 * <p>Start at {@link org.openpersonalize.core.resource.Arn}, the only identifier that crosses module borders.
 */
@NullMarked
package org.openpersonalize.core.resource;

import org.jspecify.annotations.NullMarked;
