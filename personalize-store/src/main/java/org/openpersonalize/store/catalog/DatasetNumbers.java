// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The small number that stands for a dataset in the rows that come by the million. */
@Component
public class DatasetNumbers {
  private final JdbcClient jdbc;

  public DatasetNumbers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The number that no dataset has: whoever reads what is under it finds nothing. */
  public static int ofNone() {
    return 0;
  }

  /** Gives a dataset its number, in the transaction that creates it. */
  public int assign(Arn datasetArn) {
    return jdbc.sql("INSERT INTO dataset_number (dataset_arn) VALUES (:arn) RETURNING dataset_id")
        .param("arn", datasetArn.toString())
        .query(Integer.class)
        .single();
  }

  /**
   * The number of a dataset.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is no such
   *     dataset
   */
  public int of(Arn datasetArn) {
    return find(datasetArn, "");
  }

  /** As {@link #of}, holding the number until the transaction ends: one import at a time loads into a dataset. */
  @Transactional(propagation = Propagation.MANDATORY)
  public int hold(Arn datasetArn) {
    return find(datasetArn, "FOR UPDATE");
  }

  private int find(Arn datasetArn, String lock) {
    return jdbc.sql("SELECT dataset_id FROM dataset_number WHERE dataset_arn = :arn " + lock)
        .param("arn", datasetArn.toString())
        .query(Integer.class)
        .optional()
        .orElseThrow(datasetArn::doesNotExist);
  }
}
