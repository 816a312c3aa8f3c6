// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.openpersonalize.store.copy.Timestamps;
import org.openpersonalize.store.node.Node.Usage;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The processes as they were when they last said so. */
@Component
class NodeTable {
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  NodeTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void write(Node node) {
    jdbc.sql("""
            INSERT INTO node (node_name, roles, processors, java, heap_used, heap_size, disk_used, disk_size, started_at, seen_at)
            VALUES (:name, :roles, :processors, :java, :heapUsed, :heapSize, :diskUsed, :diskSize, :started, :seen)
            ON CONFLICT (node_name) DO UPDATE SET heap_used = excluded.heap_used, heap_size = excluded.heap_size,
              disk_used = excluded.disk_used, disk_size = excluded.disk_size, seen_at = excluded.seen_at
            """)
        .param("name", node.name())
        .param("roles", node.roles().toArray(String[]::new))
        .param("processors", node.processors())
        .param("java", node.java())
        .param("heapUsed", node.heap().used())
        .param("heapSize", node.heap().size())
        .param("diskUsed", node.disk().used())
        .param("diskSize", node.disk().size())
        .param("started", Timestamps.timestamptz(node.started()))
        .param("seen", Timestamps.timestamptz(node.seen()))
        .update();
  }

  /** Those that were seen since a moment, by name, {@value #MOST} at most. */
  List<Node> seenSince(Instant moment) {
    return jdbc.sql("""
            SELECT node_name, roles, processors, java, heap_used, heap_size, disk_used, disk_size, started_at, seen_at
            FROM node WHERE seen_at >= :moment ORDER BY node_name LIMIT :most
            """)
        .param("moment", Timestamps.timestamptz(moment))
        .param("most", MOST)
        .query(NodeTable::row)
        .list();
  }

  private static Node row(ResultSet row, int number) throws SQLException {
    return new Node(
        row.getString(1),
        List.of((String[]) row.getArray(2).getArray()),
        row.getInt(3),
        row.getString(4),
        new Usage(row.getLong(5), row.getLong(6)),
        new Usage(row.getLong(7), row.getLong(8)),
        row.getObject(9, OffsetDateTime.class).toInstant(),
        row.getObject(10, OffsetDateTime.class).toInstant());
  }

  void forget(String name) {
    jdbc.sql("DELETE FROM node WHERE node_name = :name").param("name", name).update();
  }

  void forgetBefore(Instant moment) {
    jdbc.sql("DELETE FROM node WHERE seen_at < :moment")
        .param("moment", Timestamps.timestamptz(moment))
        .update();
  }
}
