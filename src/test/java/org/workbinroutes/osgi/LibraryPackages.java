package org.workbinroutes.osgi;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages of the libraries on the class path as an OSGi framework may offer them. A library
 * that is a bundle itself says which, and in which version; of others, as Camel's are, every
 * package counts, without a version.
 */
final class LibraryPackages {
  private static final Pattern CLAUSE = Pattern.compile("(?:[^,\"]|\"[^\"]*\")+");
  private static final Pattern VERSION = Pattern.compile(";\\s*version=\"?([^\";,]+)");

  // slf4j offers its packages in two versions
  private final Map<String, Set<String>> versions = new TreeMap<>();

  LibraryPackages(Pattern libraries) throws IOException {
    List<Path> jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.endsWith(".jar"))
            .map(Path::of)
            .filter(path -> libraries.matcher(path.getFileName().toString()).matches())
            .toList();
    for (Path path : jars) {
      try (JarFile jar = new JarFile(path.toFile())) {
        add(jar);
      }
    }
  }

  /** In the form of {@code org.osgi.framework.system.packages.extra}. */
  String header() {
    return versions.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .map(version -> entry.getKey() + ";version=\"" + version + "\""))
        .collect(Collectors.joining(","));
  }

  private void add(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
    String exported = attributes.getValue("Export-Package");
    if (exported == null) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && name.contains("/"))
          .filter(name -> !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
          .forEach(name -> versions.putIfAbsent(name, Set.of("0.0.0")));
      return;
    }
    Matcher clause = CLAUSE.matcher(exported);
    while (clause.find()) {
      Matcher version = VERSION.matcher(clause.group());
      versions.merge(
          clause.group().split(";", 2)[0].trim(),
          Set.of(version.find() ? version.group(1) : "0.0.0"),
          (some, more) -> Stream.concat(some.stream(), more.stream()).collect(Collectors.toSet()));
    }
  }
}
