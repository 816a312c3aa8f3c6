// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Serves the files that pages load. Browsers keep them and ask each time whether they have changed, which is told by their
 * content: files of all releases have the same date.
 */
@Controller
class AssetController {
  private final Map<Asset, Asset.Content> read = new ConcurrentHashMap<>();

  @GetMapping("/console/assets/{fileName}")
  ResponseEntity<byte[]> asset(@PathVariable String fileName) {
    Asset asset = Asset.named(fileName).orElseThrow(Refusal.NOT_FOUND::exception);
    Asset.Content content = read.computeIfAbsent(asset, Asset::read);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache())
        .eTag(content.tag())
        .contentType(content.type())
        .body(content.bytes());
  }
}
