// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.draft;

import java.io.InputStream;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.FileKind;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.mapping.ColumnLook;
import org.openpersonalize.core.mapping.FileMapping;
import org.openpersonalize.core.mapping.Proposal;
import org.openpersonalize.core.mapping.SeenColumn;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.draft.ImportDraft.Check;
import org.openpersonalize.ingest.draft.ImportDraft.Source;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.ImportDryRunService;
import org.openpersonalize.ingest.importjob.ImportDryRunService.Rehearsal;
import org.openpersonalize.ingest.importjob.MappedFile;
import org.openpersonalize.ingest.importjob.MappedFiles;
import org.openpersonalize.store.catalog.ImportMode;
import org.springframework.stereotype.Service;

/**
 * Imports of files that were not written for a dataset: their columns are proposed and corrected, a dry run says what an import
 * would come to, and then the ordinary job imports the file, or a copy of it in the bulk format where it is not in that.
 *
 * <p>A draft belongs to its owner, who is named in each call; to all others it is not there.
 */
@Service
public class GuidedImportService {
  private final ImportDrafts drafts;
  private final Destinations destinations;
  private final MappedFiles files;
  private final ImportDryRunService dryRuns;

  GuidedImportService(
      ImportDrafts drafts,
      Destinations destinations,
      MappedFiles files,
      ImportDryRunService dryRuns) {
    this.drafts = drafts;
    this.destinations = destinations;
    this.files = files;
    this.dryRuns = dryRuns;
  }

  /** Whose file it is, and into which dataset of which group it is to go. */
  public record Errand(String owner, Arn datasetGroupArn, DatasetType datasetType) {}

  /**
   * Takes a file in.
   *
   * @param fileName what its owner calls it
   * @param body read to its end, in constant memory
   * @param zone in which its times are read, until somebody says otherwise
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if it is no file with rows of a form that is read; then nothing is kept
   */
  public ImportDraft upload(Errand errand, String fileName, InputStream body, String zone) {
    FileKind kind = FileKind.of(fileName);
    destinations.require(errand);
    String id = drafts.newId();
    Source source = new Source(fileName, drafts.upload(errand.owner(), id, kind, body));
    try {
      return begin(errand, id, source, zone);
    } catch (PersonalizeException e) {
      drafts.delete(errand.owner(), id);
      throw e;
    }
  }

  /**
   * Takes a file that lies in a bucket already.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is none, or it is no file with rows of a form that is read
   */
  public ImportDraft at(Errand errand, String location, String zone) {
    destinations.require(errand);
    String name = location.substring(location.lastIndexOf('/') + 1);
    return begin(errand, drafts.newId(), new Source(name, location), zone);
  }

  private ImportDraft begin(Errand errand, String id, Source source, String zone) {
    ColumnLook look = files.look(source.name(), source.location());
    Proposal proposal = destinations
        .schema(errand)
        .map(schema -> Proposal.of(look, schema, zone))
        .orElseGet(
            () -> Proposal.of(look, errand.datasetType(), destinations.domain(errand), zone));
    ImportDraft draft =
        ImportDraft.of(id, errand.datasetGroupArn(), errand.datasetType(), source, look, proposal);
    drafts.save(errand.owner(), draft);
    return draft;
  }

  /**
   * The draft of this id.
   *
   * @throws PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is none, or it is for another dataset
   */
  public ImportDraft get(Errand errand, String id) {
    return drafts
        .find(errand.owner(), id)
        .filter(draft -> draft.datasetGroupArn().equals(errand.datasetGroupArn())
            && draft.datasetType() == errand.datasetType())
        .orElseThrow(() -> ErrorCode.RESOURCE_NOT_FOUND.because(
            "There is no such file any more. Begin again with the file."));
  }

  /** The columns that the dataset has; of one that is not there yet, those that the draft would give it. */
  public Optional<DatasetSchema> schema(Errand errand) {
    return destinations.schema(errand);
  }

  /** The domain of the errand's group; null if it has none. */
  public @Nullable Domain domain(Errand errand) {
    return destinations.domain(errand);
  }

  /** The text of the schema that the dataset has or, as long as there is none, would have. */
  public String schemaText(Errand errand, ImportDraft draft) {
    return destinations
        .schemaText(errand)
        .orElseGet(() -> draft.mapping().schema(errand.datasetType(), destinations.domain(errand)));
  }

  /**
   * Says which columns are which, and checks what an import would come to. That takes about as long as the import.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if the columns make no dataset; then the draft is as it was
   */
  public ImportDraft check(Errand errand, ImportDraft draft, FileMapping mapping, ImportMode mode) {
    mapping.zoneId();
    ImportDraft mapped = draft.with(mapping);
    MappedFile file = file(errand, mapped);
    Rehearsal rehearsal = dryRuns.rehearse(file, errand.datasetGroupArn(), mode);
    boolean asItIs = rehearsal.ofBulkFormat()
        && mapping.isAsItIs(
            file.schema(), draft.look().columns().stream().map(SeenColumn::name).toList());
    ImportDraft checked =
        mapped.with(new Check(mode, asItIs, schemaText(errand, mapped), rehearsal));
    drafts.save(errand.owner(), checked);
    return checked;
  }

  /** Writes the refused records as CSV for a spreadsheet, all of them, as they are found. */
  public void writeRefused(Errand errand, ImportDraft draft, Writer out) {
    files.writeRefused(file(errand, draft), out);
  }

  /** What CreateDatasetImportJob would be asked for a checked draft whose file it takes as it is, into a dataset that is there. */
  public Optional<CreateDatasetImportJob> request(Errand errand, ImportDraft draft) {
    return Optional.ofNullable(draft.check())
        .filter(check -> check.asItIs() && check.rehearsal().answer().recordsRefused() == 0)
        .flatMap(check -> destinations
            .find(errand)
            .map(dataset ->
                destinations.request(dataset, jobName(draft), draft.location(), check.mode())));
  }

  /**
   * Has a checked draft imported: makes schema and dataset if they are not there, and the import job.
   *
   * @param leaveOut import the other records where some are refused; else the import fails with the first of them
   * @return the import job
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if the import would fail; {@link
   *     ErrorCode#RESOURCE_ALREADY_EXISTS} if the draft has been imported
   */
  public Arn start(Errand errand, ImportDraft draft, ImportMode mode, boolean leaveOut) {
    Check check = draft.check();
    if (check == null) {
      throw ErrorCode.INVALID_INPUT.because("The file has not been checked yet: check it first.");
    }
    if (!check.schema().equals(schemaText(errand, draft))) {
      throw ErrorCode.INVALID_INPUT.because(
          "The dataset has other columns now than when the file was checked: match its columns again.");
    }
    if (check.rehearsal().failsStill() != null) {
      throw ErrorCode.INVALID_INPUT.because(check.rehearsal().failsStill());
    }
    boolean refuses = check.rehearsal().answer().recordsRefused() > 0;
    if (refuses && !leaveOut) {
      throw ErrorCode.INVALID_INPUT.because(
          "%d rows are refused: leave them out, or correct the file and bring it again."
              .formatted(check.rehearsal().answer().recordsRefused()));
    }
    String location = draft.location();
    if (refuses || !check.asItIs()) {
      Refusals passedOver = (refused, line) -> {};
      location = files.convert(
          file(errand, draft),
          drafts.copyKey(errand.owner(), draft.id()),
          refuses ? passedOver : Refusals.NONE_ALLOWED);
    }
    return destinations.importInto(errand, check.schema(), jobName(draft), location, mode);
  }

  private MappedFile file(Errand errand, ImportDraft draft) {
    DatasetSchema schema =
        DatasetSchema.parse(schemaText(errand, draft), destinations.domain(errand));
    return new MappedFile(draft.fileName(), draft.location(), draft.mapping(), schema);
  }

  /** After the file, and after the draft, so that it is imported once. */
  private static String jobName(ImportDraft draft) {
    String name = draft
        .fileName()
        .replaceAll("(?i)\\.(csv|parquet)?(\\.gz)?$", "")
        .replaceAll("[^A-Za-z0-9]+", "-")
        .replaceAll("^-+|-+$", "")
        .toLowerCase(Locale.ROOT);
    String file = name.isEmpty() ? "import" : name.substring(0, Math.min(name.length(), 40));
    return file + "-" + draft.id().substring(0, 8);
  }
}
