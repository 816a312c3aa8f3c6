// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openpersonalize.api.command.Columns;
import picocli.CommandLine.Help.Ansi;

/** Prints for a person: colours and bars that redraw themselves on a terminal, plain lines anywhere else. */
final class Terminal {
  private static final int BAR = 24;

  private final PrintStream out;
  private final boolean live = Ansi.AUTO.enabled();

  Terminal(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.println();
    out.println(live ? Ansi.ON.string("@|bold " + text + "|@") : text);
    out.println();
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  void line(String format, Object... values) {
    line(String.format(Locale.ROOT, format, values));
  }

  /** Redraws the bar of a stage; nothing where lines cannot be redrawn. */
  void bar(String stage, double fraction, String note) {
    if (live) {
      int done = (int) Math.round(BAR * Math.max(0, Math.min(1, fraction)));
      out.printf(
          Locale.ROOT,
          "\r  %-34s %s%s %s\033[K",
          stage,
          "█".repeat(done),
          "░".repeat(BAR - done),
          note);
      out.flush();
    }
  }

  /** Ends a stage, with its bar's line if there is one. */
  void done(String stage, double seconds) {
    out.printf(
        Locale.ROOT,
        "%s  %-34s %6.1f s%s%n",
        live ? "\r" : "",
        stage,
        seconds,
        live ? "\033[K" : "");
    out.flush();
  }

  /** Prints rows under a head, in columns as wide as they need. */
  void table(List<String> head, List<List<String>> rows) {
    Columns.lines(Stream.concat(Stream.of(head), rows.stream()).toList()).forEach(this::line);
  }
}
