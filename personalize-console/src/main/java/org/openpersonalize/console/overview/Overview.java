// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.util.List;
import org.openpersonalize.console.job.JobRow;
import org.openpersonalize.console.system.Part;

/**
 * What the first page says.
 *
 * @param unwell what the service needs and is not as it should be
 * @param unresolved jobs that have failed and were not done better since
 * @param running jobs that wait or are under way
 */
record Overview(
    List<Part> unwell,
    List<JobRow> unresolved,
    List<JobRow> running,
    List<LiveRow> live,
    List<GroupRow> groups) {
  public boolean isAllWell() {
    return unwell.isEmpty() && unresolved.isEmpty();
  }
}
