package org.workbinroutes.ops.routes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.Problem;

/** Where the route files are: a folder, or the product's own jar. */
public final class RouteSource {
  private static final String SUFFIX = ".camel.yaml";

  private final Path folder;

  private RouteSource(Path folder) {
    this.folder = folder;
  }

  /** The route files of a folder, not of its sub-folders. */
  public static RouteSource folder(Path folder) {
    return new RouteSource(folder);
  }

  /** The route files the product brings in its jar. */
  public static RouteSource builtIn() {
    return new RouteSource(null);
  }

  List<RouteFile> read() {
    if (folder == null) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    List<RouteFile> files = new ArrayList<>();
    for (Path path : paths(problems)) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                .toString();
        files.add(new RouteFile("file:" + path, text));
      } catch (CharacterCodingException otherEncoding) {
        problems.add(
            new Problem(path.toString(), "it is not written in UTF-8", "save it as UTF-8"));
      } catch (IOException unreadable) {
        problems.add(new Problem(path.toString(), "it cannot be read", "check its permissions"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return files;
  }

  /** Reads all files, also those that Camel finds on the class path. */
  List<RouteFile> readAll(CamelContext context) throws IOException {
    if (folder != null) {
      return read();
    }
    List<RouteFile> files = new ArrayList<>();
    try {
      for (Resource found :
          PluginHelper.getPackageScanResourceResolver(context).findResources(camelPattern())) {
        files.add(RouteFile.of(found));
      }
    } catch (IOException unreadable) {
      throw unreadable;
    } catch (Exception noResolver) {
      throw new IOException("The built-in routes cannot be found", noResolver);
    }
    return files;
  }

  /** Camel's pattern for the route files that it is to find by itself. */
  String camelPattern() {
    return folder == null ? "classpath:org/workbinroutes/routes/*" + SUFFIX : "false";
  }

  private List<Path> paths(List<Problem> problems) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> paths =
          entries
              .filter(path -> path.getFileName().toString().endsWith(SUFFIX))
              .map(Path::toAbsolutePath)
              .sorted()
              .toList();
      if (paths.isEmpty()) {
        problems.add(
            new Problem(
                folder.toString(), "no *" + SUFFIX + " file is in it", "give the routes' folder"));
      }
      return paths;
    } catch (IOException unreadable) {
      problems.add(
          new Problem(
              folder.toString(), "it is no folder that can be read", "give the routes' folder"));
      return List.of();
    }
  }

  @Override
  public String toString() {
    return folder == null ? "built in" : folder.toString();
  }
}
