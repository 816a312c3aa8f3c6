// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.deletion;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.resource.Arn;

/**
 * What a data deletion job did, and what is left elsewhere; stored as jsonb, sent as it is. It names nobody.
 *
 * @param users how many different ones the files name, whether or not anything was stored of them
 * @param rowsDeleted by the table; rows that were changed instead, since others have a part in them, count as well
 * @param caches what of users was held in memory and is read anew
 * @param gateways the processes that were told to
 * @param models trained models in whose files there is something of one of the users; each goes with its solution
 * @param modelsInTraining those that may have read the users' data before it was deleted
 * @param files where jobs have written earlier what may have been about the users: files of the data's owner, which stay
 * @param deletedAt when it was done
 */
public record DeletionReceipt(
    long users,
    Map<String, Long> rowsDeleted,
    List<String> caches,
    List<String> gateways,
    List<KnowingModel> models,
    List<Arn> modelsInTraining,
    List<String> files,
    Instant deletedAt) {
  /**
   * A model that knows users.
   *
   * @param by how its files name them
   * @param users how many of those who were deleted
   */
  public record KnowingModel(Arn solutionVersionArn, Naming by, long users) {}

  /** How a file names users. */
  public enum Naming {
    /** By their ids. */
    ID,
    /** By hashes of their ids, which others may have too. */
    HASH,
    /** The files cannot be read, so there is no telling. */
    UNREADABLE
  }
}
