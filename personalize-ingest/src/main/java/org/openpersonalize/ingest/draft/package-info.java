/**
 * Imports that somebody is led through: a file is brought, its columns are matched, it is checked, and only then imported.
 *
 * <p>Start at {@link org.openpersonalize.ingest.draft.GuidedImportService}. What has been said so far is an {@link
 * org.openpersonalize.ingest.draft.ImportDraft}, which {@link org.openpersonalize.ingest.draft.ImportDrafts} keeps in the bucket
 * beside the file, so that any process can go on with it.
 */
@NullMarked
package org.openpersonalize.ingest.draft;

import org.jspecify.annotations.NullMarked;
