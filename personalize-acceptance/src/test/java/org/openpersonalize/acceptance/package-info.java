/**
 * The whole service, as its users meet it: the packaged program in a process of its own, called over HTTP by the AWS SDK.
 *
 * <p>Start at {@link org.openpersonalize.acceptance.ServiceProcess}.
 */
@NullMarked
package org.openpersonalize.acceptance;

import org.jspecify.annotations.NullMarked;
