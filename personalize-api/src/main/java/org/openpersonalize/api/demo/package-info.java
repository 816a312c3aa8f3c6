/**
 * {@code personalize demo}: a real shop's data through the public API, as any client would do it.
 *
 * <p>Start at {@link org.openpersonalize.api.demo.Demo#run}, the story; {@link org.openpersonalize.api.demo.Workshop} makes
 * the resources with the AWS SDK, {@link org.openpersonalize.api.demo.OnlineRetail} is the data.
 */
@NullMarked
package org.openpersonalize.api.demo;

import org.jspecify.annotations.NullMarked;
