// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NodesTest {
  @Autowired
  Nodes nodes;

  @Autowired
  NodeTable table;

  @Autowired
  Queues queues;

  @Autowired
  SettableClock clock;

  @Autowired
  JdbcClient jdbc;

  private Nodes worker() {
    return new Nodes(ThisNode.of(List.of("train"), Path.of(".")), table, clock);
  }

  @Test
  void a_process_is_known_to_others_until_it_ends() {
    Nodes worker = worker();
    worker.start();
    try {
      await().until(() -> nodes.list().size() == 2);

      assertThat(nodes.list())
          .filteredOn(node -> node.name().equals(worker.here().name()))
          .singleElement()
          .satisfies(node -> {
            assertThat(node.roles()).containsExactly("train");
            assertThat(node.heap().used()).isBetween(1L, node.heap().size());
            assertThat(node.disk().used()).isBetween(1L, node.disk().size());
            assertThat(node.started()).isBefore(node.seen());
          });
    } finally {
      worker.stop();
    }
    worker.destroy();

    assertThat(nodes.list()).extracting(Node::name).containsExactly(nodes.here().name());
  }

  @Test
  void one_that_is_not_heard_of_for_five_minutes_is_gone() {
    table.write(worker().here());
    assertThat(nodes.list()).hasSize(2);

    clock.advance(Duration.ofMinutes(6));

    assertThat(nodes.list()).hasSize(1);
  }

  @Test
  void names_of_one_machine_differ() {
    assertThat(worker().here().name()).isNotEqualTo(worker().here().name());
  }

  @Test
  void queues_tell_what_runs_waits_and_is_to_begin_later() {
    jdbc.sql("""
            INSERT INTO train_task (task_name, task_instance, execution_time, picked, version) VALUES
              ('TRAIN', 'a', now() - interval '3 minutes', true, 1), ('TRAIN', 'b', now() - interval '2 minutes', false, 1),
              ('TRAIN', 'c', now() - interval '1 minute', false, 1), ('TRAIN', 'd', now() + interval '1 day', false, 1)
            """).update();

    assertThat(queues.list(clock.instant()))
        .extracting(Queue::role)
        .containsExactly("batch", "deploy", "import", "train");
    assertThat(queues.list(clock.instant()).get(3)).satisfies(queue -> {
      assertThat(List.of(queue.running(), queue.waiting(), queue.later()))
          .containsExactly(1L, 2L, 1L);
      assertThat(queue.oldest())
          .isBetween(clock.instant().minusSeconds(180), clock.instant().minusSeconds(100));
    });
    assertThat(queues.list(clock.instant()).get(2).oldest()).isNull();
  }
}
