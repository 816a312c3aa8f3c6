// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.attribution;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.store.attribution.AttributionReports;
import org.openpersonalize.store.attribution.AttributionReports.Line;
import org.openpersonalize.store.attribution.AttributionReports.Report;
import org.openpersonalize.store.catalog.MetricAttributionOutput;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.S3Location;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the reports of metric attributions into the object store. One that cannot be written is tried again and again, until it
 * is forgotten.
 */
@Component
class AttributionReporter {
  private static final Logger log = LoggerFactory.getLogger(AttributionReporter.class);
  private static final String HEADER =
      "METRIC_NAME,EVENT_TYPE,VALUE,MATH_FUNCTION,EVENT_ATTRIBUTION_SOURCE,TIMESTAMP";

  private final AttributionReports reports;
  private final ObjectStore objects;
  private final ImportSettings settings;
  private final TransactionTemplate transaction;
  private final MeterRegistry metrics;
  private final Map<String, String> obstacles = new ConcurrentHashMap<>();

  AttributionReporter(
      AttributionReports reports,
      ObjectStore objects,
      ImportSettings settings,
      TransactionTemplate transaction,
      MeterRegistry metrics) {
    this.reports = reports;
    this.objects = objects;
    this.settings = settings;
    this.transaction = transaction;
    this.metrics = metrics;
  }

  /**
   * Checks where reports are to go, as far as can be known without a look.
   *
   * @throws PersonalizeException {@link org.openpersonalize.core.resource.ErrorCode#INVALID_INPUT} if they cannot go there
   */
  void require(MetricAttributionOutput output) {
    if (output.s3DataDestination() != null) {
      folder(output.s3DataDestination().path());
    }
  }

  private S3Location folder(String path) {
    return S3Location.parse(
        path.endsWith("/") ? path : path + "/", settings.modelBucket(), "Invalid S3 output path");
  }

  /** Writes all reports that are complete, and those of a folder where one cannot be written at the next call. */
  void publish(Instant now) {
    Set<String> unwritable = new HashSet<>();
    for (Report report : reports.unpublished()) {
      if (!unwritable.contains(report.destination()) && !publish(report, now)) {
        unwritable.add(report.destination());
      }
    }
    obstacles.keySet().retainAll(unwritable);
  }

  private boolean publish(Report report, Instant now) {
    try {
      transaction.executeWithoutResult(status -> {
        if (reports.hold(report)) {
          write(report);
          reports.published(report, now);
        }
      });
      count("success");
      return true;
    } catch (DataAccessException databaseIsGone) {
      throw databaseIsGone;
    } catch (RuntimeException e) { // of the object store's client, whatever it is
      count("failed");
      log.debug("It could not be written", e);
      String obstacle = String.valueOf(e.getMessage());
      if (!obstacle.equals(obstacles.put(report.destination(), obstacle))) {
        log.warn(
            "'{}' of {} cannot be written to {} and is tried again: {}",
            report.fileName(),
            report.attribution(),
            report.destination(),
            obstacle);
      }
      return false;
    }
  }

  private void count(String outcome) {
    metrics.counter("personalize.attribution.reports", "outcome", outcome).increment();
  }

  private void write(Report report) {
    S3Location folder = folder(report.destination());
    try {
      Path file = Files.createTempFile("attribution-report", ".csv");
      try {
        if (writeLines(report, file) > 0) {
          try (InputStream lines = Files.newInputStream(file)) {
            objects.put(folder.bucket(), folder.key() + report.fileName(), lines);
          }
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private long writeLines(Report report, Path file) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write(HEADER);
      writer.write('\n');
      long[] lines = {0};
      reports.read(report, line -> {
        try {
          writer.write(csv(line));
          lines[0]++;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      return lines[0];
    }
  }

  private static String csv(Line line) {
    return String.join(
            ",",
            cell(line.metricName()),
            cell(line.eventType()),
            number(line.value()),
            line.function(),
            cell(line.source()),
            Long.toString(line.window().getEpochSecond()))
        + "\n";
  }

  /** A number as the original writes it: with a decimal point and without an exponent. */
  private static String number(double value) {
    String text = BigDecimal.valueOf(value).toPlainString();
    return text.contains(".") ? text : text + ".0";
  }

  private static String cell(String text) {
    boolean quoted = text.chars().anyMatch(each -> each == ',' || each == '"' || each < ' ');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
