// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.demo;

/** Times the demo's stages. */
final class Stages {
  private final Terminal terminal;
  private final long started = System.nanoTime();

  Stages(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Hears how a stage goes. */
  @FunctionalInterface
  interface Progress {
    /** @param fraction done so far, 0 to 1 */
    void show(double fraction, String note);
  }

  /** What a stage does. */
  @FunctionalInterface
  interface Work<T> {
    T run(Progress progress);
  }

  /** Runs a stage and prints how long it took. */
  <T> T time(String stage, Work<T> work) {
    long begun = System.nanoTime();
    terminal.bar(stage, 0, "");
    T result = work.run((fraction, note) -> terminal.bar(stage, fraction, note));
    terminal.done(stage, (System.nanoTime() - begun) / 1e9);
    return result;
  }

  /** Seconds since the first stage began. */
  double total() {
    return (System.nanoTime() - started) / 1e9;
  }
}
