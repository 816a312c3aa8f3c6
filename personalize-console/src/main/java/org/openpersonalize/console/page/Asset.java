// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.openpersonalize.core.digest.Digests;
import org.springframework.http.MediaType;

/** The files that pages load. */
enum Asset {
  STYLESHEET("console.css", "/console/assets/console.css", MediaType.valueOf("text/css")),
  SCRIPT("console.js", "/console/assets/console.js", MediaType.valueOf("text/javascript")),
  PLOT("plot.js", "/console/assets/plot.js", MediaType.valueOf("text/javascript")),
  ICON("icon.svg", "/console/assets/icon.svg", MediaType.valueOf("image/svg+xml")),
  HTMX(
      "htmx.js",
      "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js",
      MediaType.valueOf("text/javascript")),
  UPLOT(
      "uplot.js",
      "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js",
      MediaType.valueOf("text/javascript")),
  UPLOT_STYLES(
      "uplot.css",
      "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css",
      MediaType.valueOf("text/css"));

  private final String fileName;
  private final String resource;
  private final MediaType type;

  Asset(String fileName, String resource, MediaType type) {
    this.fileName = fileName;
    this.resource = resource;
    this.type = type;
  }

  /** A file in memory. */
  record Content(byte[] bytes, MediaType type, String tag) {}

  static Optional<Asset> named(String fileName) {
    return Arrays.stream(values())
        .filter(asset -> asset.fileName.equals(fileName))
        .findFirst();
  }

  Content read() {
    try (InputStream stream = Asset.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("There is no " + resource);
      }
      byte[] bytes = stream.readAllBytes();
      return new Content(bytes, type, '"' + Digests.sha256Hex(bytes) + '"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
