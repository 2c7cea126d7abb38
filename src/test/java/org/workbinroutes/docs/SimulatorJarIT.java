package org.workbinroutes.docs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The jar with the simulator, as others get it. Its module was compiled with what its POM names.
 */
class SimulatorJarIT {
  @Test
  void holdsTheSimulatorAndNoTests() throws IOException {
    // When
    List<String> names = entries();
    // Then
    assertThat(names)
        .contains(
            "org/workbinroutes/simulator/SimulatorServer.class",
            "org/workbinroutes/simulator/junit/GwsSimulator.class",
            "org/workbinroutes/simulator/seed-agent-group-notification.json")
        .noneMatch(name -> name.contains("Test"))
        .noneMatch(name -> name.contains("Client"))
        .allMatch(name -> name.startsWith("META-INF/") || name.startsWith("org/workbinroutes/"))
        .noneMatch(name -> name.startsWith("META-INF/services"));
  }

  @Test
  void needsJunitForItsExtensionOnly() throws IOException {
    var classes = new ClassFileImporter().importJar(new JarFile(jar().toFile()));
    noClasses()
        .should()
        .dependOnClassesThat(
            not(
                resideInAnyPackage(
                    "org.workbinroutes.simulator..",
                    "java..",
                    "jakarta.servlet..",
                    "org.eclipse.jetty..",
                    "org.cometd..",
                    "com.fasterxml.jackson..",
                    "org.slf4j..",
                    "org.junit..")))
        .check(classes);
    noClasses()
        .that(not(resideInAPackage("org.workbinroutes.simulator.junit")))
        .should()
        .dependOnClassesThat(resideInAPackage("org.junit.."))
        .check(classes);
  }

  private static Path jar() throws IOException {
    try (Stream<Path> built = Files.list(Path.of("target", "modules", "simulator"))) {
      return built
          .filter(file -> file.toString().matches(".*-simulator-[0-9][^-]*(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
    }
  }
}
