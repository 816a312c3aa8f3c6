// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How filters are read.
 *
 * @param extensions are expressions taken that Amazon Personalize refuses: parentheses, NOT, BETWEEN, NOW(), boolean columns?
 */
public record FilterSettings(@DefaultValue("true") boolean extensions) {}
