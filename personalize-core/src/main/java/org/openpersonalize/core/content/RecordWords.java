// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.List;
import org.openpersonalize.core.ranking.Relation.Shared;

/** A trait of a model that compares the texts of items: it tells what of their cosine is of which word, but keeps no texts. */
public interface RecordWords {
  /**
   * The words that the texts of two items have in common, and what each adds to their cosine, the greatest first. What is missing to the
   * cosine is of words that only one of them has, which the model has learned belong together, or that it cannot tell.
   *
   * @param both the records of the item that is asked about, and of the other one
   */
  List<Shared> sharedWords(ItemRecords both);
}
