// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openpersonalize.core.affinity.AffinityFamily;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelSource;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.trends.TrendsFamily;

/**
 * The users of whom something stands in the files of a model: few families need any. What was kept of tested users ({@link
 * org.openpersonalize.core.evaluation.TestedUsers}) is no such thing, for nobody finds a user by it without what the user did.
 */
public final class KnownUsers {
  private final List<IdIndex> ids;
  private final Set<Integer> hashes;

  private KnownUsers(List<IdIndex> ids, Set<Integer> hashes) {
    this.ids = List.copyOf(ids);
    this.hashes = Set.copyOf(hashes);
  }

  /**
   * Reads what a model's files have of users, and nothing else of them.
   *
   * @throws org.openpersonalize.core.artifact.UnreadableModelException if they are incomplete, altered or of another format
   */
  public static KnownUsers read(ModelSource source) throws IOException {
    ModelReader reader = ModelReader.open(source);
    List<IdIndex> ids = new ArrayList<>();
    Set<Integer> hashes = new HashSet<>();
    for (String file : reader.files()) {
      if (file.endsWith(AffinityFamily.USER_IDS)) {
        ids.add(reader.readIds(file));
      } else if (file.endsWith(TrendsFamily.FILE)) {
        TrendsFamily.visitorHashes(reader.readTensors(file)).forEach(hashes::add);
      }
    }
    return new KnownUsers(ids, hashes);
  }

  /** Is a user known by the id? */
  public boolean hasId(String userId) {
    return ids.stream().anyMatch(index -> index.find(userId).isPresent());
  }

  /** Is a user known by a hash of the id, or another one of the same hash? */
  public boolean hasHash(String userId) {
    return hashes.contains(Utf8Slice.of(userId).hash());
  }

  /** Is there anybody? */
  public boolean isEmpty() {
    return ids.isEmpty() && hashes.isEmpty();
  }
}
