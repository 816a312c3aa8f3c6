// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

/** The whole job on ratings of films, where they are at hand. */
class WholeJobOnMovieLensTest extends WholeJob {
  WholeJobOnMovieLensTest(ServiceProcess service) {
    super(DataSet.MOVIELENS_100K, service);
  }
}
