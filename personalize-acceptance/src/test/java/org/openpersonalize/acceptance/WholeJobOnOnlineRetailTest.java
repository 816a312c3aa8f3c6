// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

/** The whole job on a year of a gift shop, which is in the repository. */
class WholeJobOnOnlineRetailTest extends WholeJob {
  WholeJobOnOnlineRetailTest(ServiceProcess service) {
    super(DataSet.ONLINE_RETAIL, service);
  }
}
