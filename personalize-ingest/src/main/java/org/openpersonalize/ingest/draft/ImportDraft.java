// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.draft;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.mapping.ColumnLook;
import org.openpersonalize.core.mapping.FileMapping;
import org.openpersonalize.core.mapping.Proposal;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.importjob.ImportDryRunService.Rehearsal;
import org.openpersonalize.store.catalog.ImportMode;

/**
 * An import that is being prepared.
 *
 * @param id a secret of its owner
 * @param fileName what somebody calls the file; text of theirs
 * @param location where it lies
 * @param look what stands in its columns
 * @param mapping which of them fill which of the dataset's, as proposed or as somebody said
 * @param guessed the places of columns whose names said nothing
 * @param check what an import would come to; null until it was looked at, and again when the columns change
 */
public record ImportDraft(
    String id,
    Arn datasetGroupArn,
    DatasetType datasetType,
    String fileName,
    String location,
    ColumnLook look,
    FileMapping mapping,
    Set<Integer> guessed,
    @Nullable Check check) {

  /**
   * What an import would come to.
   *
   * @param asItIs could the file itself be imported, if no record is to be left out?
   * @param schema what the records were held to
   */
  public record Check(ImportMode mode, boolean asItIs, String schema, Rehearsal rehearsal) {
    /** How many records would be imported, repeated ones included. */
    public long records() {
      return rehearsal.answer().recordsRead() - rehearsal.answer().recordsRefused();
    }
  }

  static ImportDraft of(
      String id,
      Arn datasetGroupArn,
      DatasetType datasetType,
      Source source,
      ColumnLook look,
      Proposal proposal) {
    return new ImportDraft(
        id,
        datasetGroupArn,
        datasetType,
        source.name(),
        source.location(),
        look,
        proposal.mapping(),
        proposal.guessed(),
        null);
  }

  /** Where a file lies, and what messages call it. */
  record Source(String name, String location) {}

  ImportDraft with(FileMapping changed) {
    return with(changed, changed.equals(mapping) ? check : null);
  }

  ImportDraft with(Check done) {
    return with(mapping, done);
  }

  private ImportDraft with(FileMapping newMapping, @Nullable Check newCheck) {
    return new ImportDraft(
        id, datasetGroupArn, datasetType, fileName, location, look, newMapping, guessed, newCheck);
  }
}
