// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.util.Optional;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.limit.Limits;
import org.springframework.stereotype.Component;

/** What the records of an import must be together, when each of them is one that is taken. */
@Component
class ImportRules {
  private final Limits limits;
  private final ValueSettings values;

  ImportRules(Limits limits, ValueSettings values) {
    this.limits = limits;
    this.values = values;
  }

  /** What fails the import of files that have been read; empty if nothing does. */
  Optional<String> breachOf(DatasetFiles files, Loaded loaded, ImportMode mode) {
    return unfit(files.unfit()).or(() -> tooFew(files, loaded, mode));
  }

  /** The {@code failureReason} of an import job. */
  static String failure(DatasetType type, String reason) {
    return "Failed to create a data import job for %s dataset. %s".formatted(type, reason);
  }

  /** A few values that do not fit are as good as missing; many mean that the column is another than it is said to be. */
  private Optional<String> unfit(UnfitValues unfit) {
    long tolerated = values.tolerated(unfit.records());
    return unfit.unfitRecords() <= tolerated
        ? Optional.empty()
        : Optional.of(
            "%d of %d records have values that do not fit, more than the %d that are passed over. The first ones: %s"
                .formatted(
                    unfit.unfitRecords(),
                    unfit.records(),
                    tolerated,
                    String.join("; ", unfit.examples())));
  }

  /** An increment that is sent again, in part or whole, is not too small for that. */
  private Optional<String> tooFew(DatasetFiles files, Loaded loaded, ImportMode mode) {
    int needed =
        files.schema().type() == DatasetType.INTERACTIONS ? limits.minInteractionsPerImport() : 1;
    return loaded.rows() >= needed
        ? Optional.empty()
        : Optional.of("%s holds %d %srecords, duplicates left out: an import needs at least %d"
            .formatted(
                files.name(), loaded.rows(), mode == ImportMode.INCREMENTAL ? "" : "new ", needed));
  }
}
