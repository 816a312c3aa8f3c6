// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.draft;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openpersonalize.core.csv.FileKind;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.springframework.stereotype.Component;

/**
 * The drafts of imports, in the bucket: {@code imports/<owner>/<id>/} holds the file that was brought, what is known of it, and
 * its copy in the bulk format. Names that people give to files are in none of the keys.
 */
@Component
class ImportDrafts {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
  private static final int OWNER_LENGTH = 16;

  private final ObjectStore objects;
  private final String bucket;
  private final SecureRandom random = new SecureRandom();

  ImportDrafts(ObjectStore objects, ImportSettings settings) {
    this.objects = objects;
    this.bucket = settings.bucket();
  }

  String newId() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Stores the file of a draft, and answers where. */
  String upload(String owner, String id, FileKind kind, InputStream body) {
    String key = key(owner, id, "upload" + kind.ending());
    try {
      objects.put(bucket, key, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "s3://" + bucket + "/" + key;
  }

  void save(String owner, ImportDraft draft) {
    try {
      objects.put(
          bucket,
          key(owner, draft.id(), "draft.json"),
          new ByteArrayInputStream(WireJson.write(draft)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The owner's draft of this id; of others nobody learns that they are there. */
  Optional<ImportDraft> find(String owner, String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    try (InputStream json = objects.open(bucket, key(owner, id, "draft.json"))) {
      return Optional.of(WireJson.read(json.readAllBytes(), ImportDraft.class));
    } catch (ObjectNotFound e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the copy in the bulk format goes. */
  String copyKey(String owner, String id) {
    return key(owner, id, "converted.csv");
  }

  /** Forgets a draft and its file. */
  void delete(String owner, String id) {
    try {
      objects.deleteAll(bucket, key(owner, id, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(String owner, String id, String file) {
    String hash = Digests.sha256Hex(owner.getBytes(UTF_8)).substring(0, OWNER_LENGTH);
    return "imports/%s/%s/%s".formatted(hash, id, file);
  }
}
