// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** An expression that says which items may be shown; requests name it. */
@Entity
public class Filter extends FallibleResource {
  @Id
  private Arn filterArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private Arn datasetGroupArn;

  @Column(nullable = false)
  private String filterExpression;

  protected Filter() {}

  /** A filter that is ready for use: whether it can be used at all is found out before it is made. */
  public Filter(
      Arn filterArn, String name, Arn datasetGroupArn, String filterExpression, Instant now) {
    super(Status.ACTIVE, now);
    this.filterArn = filterArn;
    this.name = name;
    this.datasetGroupArn = datasetGroupArn;
    this.filterExpression = filterExpression;
  }

  @Override
  public Arn arn() {
    return filterArn;
  }

  public String name() {
    return name;
  }

  public Arn datasetGroupArn() {
    return datasetGroupArn;
  }

  public String filterExpression() {
    return filterExpression;
  }

  /** Lets through what another expression says, from now on. */
  public void replace(String otherExpression, Instant now) {
    this.filterExpression = otherExpression;
    touch(now);
  }
}
