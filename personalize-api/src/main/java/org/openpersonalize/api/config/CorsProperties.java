// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which pages of other sites may call the API from a browser.
 *
 * @param allowedOrigins where such pages come from, {@code *} for anywhere; empty for no page at all
 */
public record CorsProperties(
    @DefaultValue("*")
    List<
            @Pattern(
                regexp = "\\*|https?://[^/]+",
                message = "must be an origin such as https://shop.example, or *")
            String>
        allowedOrigins) {}
