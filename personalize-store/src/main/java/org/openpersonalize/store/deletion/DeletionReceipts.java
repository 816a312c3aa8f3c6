// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.deletion;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.wire.WireJson;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The receipts of data deletion jobs, one of each that is COMPLETED. */
@Component
public class DeletionReceipts {
  private final JdbcClient jdbc;

  public DeletionReceipts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a receipt, in the transaction that deletes. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(Arn job, DeletionReceipt receipt) {
    jdbc.sql(
            "INSERT INTO data_deletion_receipt (data_deletion_job_arn, receipt) VALUES (:job, :receipt::jsonb)")
        .param("job", job.toString())
        .param("receipt", new String(WireJson.write(receipt), StandardCharsets.UTF_8))
        .update();
  }

  /** The receipt of a job; empty as long as it is not COMPLETED. */
  public Optional<DeletionReceipt> find(Arn job) {
    return jdbc.sql(
            "SELECT receipt::text FROM data_deletion_receipt WHERE data_deletion_job_arn = :job")
        .param("job", job.toString())
        .query((row, number) ->
            WireJson.read(row.getString(1).getBytes(StandardCharsets.UTF_8), DeletionReceipt.class))
        .optional();
  }
}
