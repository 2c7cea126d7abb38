package org.workbinroutes.docs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar with the simulator, as others get it: what is in it, and what it needs. */
class SimulatorJarIT {
  private static final Pattern NAMED =
      Pattern.compile("<artifactId>(cometd-[a-z-]+|jetty-ee10-servlet)</artifactId>");

  /** What docs/testing.md names, with what Maven takes along for it. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "(cometd-java-(server-http-jakarta|server-common|common|api-server|api-client|api-common)"
              + "|jetty-(ee10-servlet|server|http|io|util|security|session)"
              + "|jakarta\\.servlet-api|slf4j-api|jackson-(databind|core|annotations))-[0-9.]+\\.jar");

  private static final Pattern JUNIT =
      Pattern.compile("(junit-(jupiter-api|platform-commons)|opentest4j|apiguardian-api)-.*\\.jar");

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

  @Test
  void isCompleteWithWhatTheGuideNames() throws Exception {
    // Given
    List<String> named = new ArrayList<>();
    Matcher artifact = NAMED.matcher(Files.readString(Path.of("docs", "testing.md")));
    while (artifact.find()) {
      named.add(artifact.group(1));
    }
    assertThat(named)
        .containsExactlyInAnyOrder("cometd-java-server-http-jakarta", "jetty-ee10-servlet");
    List<URL> path = new ArrayList<>();
    path.add(jar().toUri().toURL());
    for (String needed : libraries(NEEDED, JUNIT)) {
      path.add(Path.of(needed).toUri().toURL());
    }
    // When / Then
    try (URLClassLoader alone =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      for (String name : entries()) {
        if (name.endsWith(".class")) {
          Class<?> type = Class.forName(name.replace('/', '.').replace(".class", ""), true, alone);
          assertThat(type.getDeclaredMethods()).isNotNull();
        }
      }
    }
  }

  @Test
  void runsWithWhatTheGuideNames() throws Exception {
    // Given
    List<String> path = new ArrayList<>(libraries(NEEDED));
    path.add(jar().toString());
    // When
    Process simulator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, path),
                "org.workbinroutes.simulator.SimulatorMain")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = simulator.inputReader(StandardCharsets.UTF_8)) {
      // Then
      String first = output.readLine();
      assertThat(first).startsWith("GWS simulator at http://127.0.0.1:");
      String url = first.substring(first.indexOf("http"));
      assertThat(status(url + "/api/v2/me")).isEqualTo(401);
      assertThat(status(url + "/api/v2/notifications/")).isNotEqualTo(404);
    } finally {
      simulator.destroy();
      assertThat(simulator.waitFor()).isNotNegative();
    }
  }

  private static int status(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static Path jar() throws IOException {
    try (Stream<Path> built = Files.list(Path.of("target"))) {
      return built
          .filter(file -> file.toString().endsWith("-simulator.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
    }
  }

  private static List<String> libraries(Pattern... wanted) {
    List<String> libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                path ->
                    Stream.of(wanted)
                        .anyMatch(
                            names ->
                                names.matcher(Path.of(path).getFileName().toString()).matches()))
            .toList();
    assertThat(libraries).hasSizeGreaterThan(15);
    return libraries;
  }
}
