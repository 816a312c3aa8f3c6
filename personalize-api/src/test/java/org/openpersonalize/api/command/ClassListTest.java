// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ClassListTest {
  @TempDir
  Path directory;

  @Test
  void classes_of_newer_versions_and_made_method_handles_are_left_out_with_their_lambdas()
      throws IOException {
    Path program = jar("program.jar", "lib/one.jar lib/gone.jar", "main/Main.class");
    Files.createDirectories(directory.resolve("lib"));
    jar(
        "lib/one.jar",
        "",
        "a/Plain.class",
        "a/Both.class",
        "META-INF/versions/9/a/Both.class",
        "META-INF/versions/11/a/Newer.class",
        "META-INF/versions/9/module-info.class");
    Path list = directory.resolve("classes");
    List<String> kept = List.of(
        "# a comment",
        "java/lang/Object id: 0",
        "main/Main id: 1",
        "a/Plain id: 2",
        "@lambda-proxy a/Plain run ()Ljava/lang/Runnable;",
        "@lambda-form-invoker [LF_RESOLVE] java.lang.invoke.Invokers$Holder exactInvoker L_V");
    Files.write(list, kept);
    Files.writeString(list, Files.readString(list) + """
            a/Both id: 3
            a/Newer id: 4
            @lambda-proxy a/Newer get ()La/Plain;
            @lambda-form-invoker [SPECIES_RESOLVE] java.lang.invoke.BoundMethodHandle$Species_LI
            """);

    ClassList.read(list).withFilesOnly(program).write(list);

    assertThat(Files.readAllLines(list)).isEqualTo(kept);
  }

  private Path jar(String name, String classPath, String... entries) throws IOException {
    Path file = directory.resolve(name);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
      }
    }
    return file;
  }
}
