// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code archive} writes, with which every service of these tests runs. */
@ExtendWith(SharedService.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgramTest {
  private static final String MAIN = "org.openpersonalize.api.PersonalizeApplication";

  @TempDir
  Path directory;

  @Test
  void classes_come_from_the_archive() throws Exception {
    Program program = Program.ofThisBuild().with("-Xlog:class+load");

    assertThat(output(program).lines().filter(line -> line.contains(" " + MAIN + " ")))
        .singleElement()
        .asString()
        .contains("shared objects file");
  }

  @Test
  void an_archive_that_is_broken_off_empty_or_anything_else_stops_no_start() throws Exception {
    byte[] whole = Files.readAllBytes(Program.ofThisBuild().classes());
    Path broken = directory.resolve("broken");
    for (byte[] content :
        new byte[][] {Arrays.copyOf(whole, whole.length / 2), {}, {'n', 'o', 'n', 'e'}}) {
      Files.write(broken, content);
      Program program = Program.ofThisBuild().with(Program.archivedIn(broken));

      assertThat(output(program)).contains("Open Personalize ");
    }
  }

  /** For which JDK 17 reads the files of the classes it has from the archive. */
  @Test
  void a_gateway_whose_flight_is_recorded_starts_and_stops(ServiceProcess service)
      throws Exception {
    Path recording = directory.resolve("flight.jfr");
    try (ServiceProcess gateway =
        service.startGatewayBeside("-XX:StartFlightRecording=filename=" + recording)) {
      assertThat(gateway.metrics("process_cpu_time_ns_total")).isNotEmpty();
    }

    assertThat(RecordingFile.readAllEvents(recording)).isNotEmpty();
  }

  private static String output(Program program) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(program.command("--version"))
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
