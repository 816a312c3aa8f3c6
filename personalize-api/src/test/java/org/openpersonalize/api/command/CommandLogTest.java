// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandLogTest {
  @Test
  void what_a_library_logs_is_not_among_a_commands_output() {
    LoggerContext context = new LoggerContext();
    new CommandLog().configure(context);

    Iterable<Appender<ILoggingEvent>> appenders =
        () -> context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    assertThat(appenders)
        .singleElement()
        .isInstanceOfSatisfying(
            ConsoleAppender.class,
            console -> assertThat(console.getTarget()).isEqualTo("System.err"));
  }

  @Test
  void logback_finds_it() {
    assertThat(ServiceLoader.load(Configurator.class)).hasAtLeastOneElementOfType(CommandLog.class);
  }
}
