// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandLineTest {
  private final List<String> settings = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();
  private final CommandLine commandLine = new CommandLine(new PersonalizeCommand())
      .addSubcommand(new ServeCommand(this::start))
      .setOut(new PrintWriter(out))
      .setErr(new PrintWriter(errors));

  private final AtomicBoolean closed = new AtomicBoolean();

  private AutoCloseable start(List<String> given) {
    settings.addAll(given);
    return () -> closed.set(true);
  }

  @Test
  void options_become_settings() {
    assertThat(commandLine.execute("serve", "--port", "9090", "--data-dir=/var/lib/personalize"))
        .isZero();
    assertThat(settings)
        .containsExactly("--server.port=9090", "--personalize.data-dir=/var/lib/personalize");
  }

  @Test
  void a_service_goes_on_unless_it_is_told_to_stop_when_it_answers() {
    assertThat(commandLine.execute("serve")).isZero();
    assertThat(closed).isFalse();
    assertThat(commandLine.execute("serve", "--exit")).isZero();
    assertThat(closed).isTrue();
  }

  @Test
  void what_is_not_given_is_left_to_the_configuration() {
    assertThat(commandLine.execute("serve")).isZero();
    assertThat(settings).isEmpty();
  }

  @Test
  void every_command_has_help_and_says_what_its_exit_codes_mean() {
    assertThat(commandLine.execute("--help")).isZero();
    assertThat(commandLine.execute("serve", "--help")).isZero();
    assertThat(out.toString()).contains("serve", "--data-dir=DIRECTORY", "Exit codes:");
    assertThat(settings).isEmpty();
  }

  @Test
  void a_wrong_command_line_is_exit_code_2_and_shows_what_is_right() {
    assertThat(commandLine.execute()).isEqualTo(2);
    assertThat(commandLine.execute("serf")).isEqualTo(2);
    assertThat(commandLine.execute("serve", "--prot=1")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("Name a command.", "Unmatched argument", "--prot=1", "Usage:");
  }

  @Test
  void a_service_that_does_not_start_is_exit_code_1() {
    var refusing = new CommandLine(new ServeCommand(given -> {
      throw new IllegalStateException("reported before");
    }));
    assertThat(refusing.execute()).isEqualTo(1);
  }
}
