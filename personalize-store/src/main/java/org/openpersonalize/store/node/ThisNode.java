// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.node;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The process that this is.
 *
 * @param name by which others know it; another one each time it starts
 * @param roles what it does
 * @param directory of its files; where nothing is embedded it need not be there
 */
public record ThisNode(String name, List<String> roles, Path directory, Instant started) {
  private static final int DIGITS = 4;

  /** This process under the name of its machine and some digits by lot. */
  public static ThisNode of(List<String> roles, Path directory) {
    return new ThisNode(
        host() + '-' + UUID.randomUUID().toString().substring(0, DIGITS),
        List.copyOf(roles),
        directory,
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node"; // a machine without a name in the network
    }
  }
}
