package org.openpersonalize.core.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextToken what to send for the page after this one; absent on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {}
