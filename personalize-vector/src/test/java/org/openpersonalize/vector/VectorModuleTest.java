// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.PlainKernels;

/** Which kernels a JVM of its own chooses, by whether and how it may have the module of the Vector API. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class VectorModuleTest {
  private static final String PERMISSION =
      "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED";

  @Test
  void a_jvm_that_may_load_the_module_has_the_kernels_of_one_that_started_with_it()
      throws Exception {
    assertThat(kernels(PERMISSION))
        .isEqualTo(kernels("--add-modules=jdk.incubator.vector"))
        .isEqualTo(new VectorKernels().name());
  }

  @Test
  void a_jvm_that_may_not_has_the_plain_kernels() throws Exception {
    assertThat(kernels()).isEqualTo(new PlainKernels().name());
  }

  private static String kernels(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), VectorModuleTest.class.getName()));
    Process jvm = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    String output = new String(jvm.getInputStream().readAllBytes(), UTF_8);
    assertThat(jvm.waitFor()).isZero();
    return output.lines().reduce((earlier, last) -> last).orElseThrow();
  }

  /** What the JVM of a test runs. */
  public static void main(String[] none) {
    System.out.println(Kernels.best().name());
  }
}
