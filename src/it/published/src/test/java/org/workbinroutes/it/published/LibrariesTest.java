package org.workbinroutes.it.published;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Maven has found for the application. */
class LibrariesTest {
  private static final List<Path> CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(path -> path.endsWith(".jar"))
          .map(Path::of)
          .toList();

  @Test
  void whatIsOursIsFromTheLocalFolder() {
    Path ours = Path.of(System.getProperty("repository"), "org", "workbinroutes");
    assertEquals(
        Set.of("workbin-routes", "workbin-routes-spring-boot-starter", "workbin-routes-simulator"),
        CLASS_PATH.stream()
            .filter(jar -> jar.startsWith(ours))
            .map(LibrariesTest::artifact)
            .collect(toSet()));
  }

  @Test
  void theVersionsAreThoseOfTheProduct() throws IOException {
    Set<String> product;
    try (Stream<Path> lib = Files.list(Path.of(System.getProperty("product.lib")))) {
      product = lib.map(jar -> jar.getFileName().toString()).collect(toSet());
    }
    Set<String> artifacts = product.stream().map(jar -> artifact(Path.of(jar))).collect(toSet());
    List<Path> shared =
        CLASS_PATH.stream().filter(jar -> artifacts.contains(artifact(jar))).toList();
    assertTrue(shared.size() > 50, shared::toString);
    assertEquals(
        List.of(),
        shared.stream().filter(jar -> !product.contains(jar.getFileName().toString())).toList());
  }

  private static String artifact(Path jar) {
    return jar.getFileName().toString().replaceFirst("-[0-9].*", "");
  }
}
