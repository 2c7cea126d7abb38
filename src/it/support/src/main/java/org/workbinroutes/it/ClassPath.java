package org.workbinroutes.it;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.spi.SLF4JServiceProvider;

/** What an application has on its class path, and what it should not have got there. */
public final class ClassPath {
  private ClassPath() {}

  /**
   * Looks for classes.
   *
   * @param types their names
   * @return those that can be loaded
   */
  public static List<String> among(String... types) {
    return Stream.of(types).filter(ClassPath::has).toList();
  }

  /**
   * Looks for bindings of SLF4J.
   *
   * @return the names of their classes
   */
  public static List<String> logBindings() {
    return ServiceLoader.load(SLF4JServiceProvider.class).stream()
        .map(provider -> provider.type().getName())
        .toList();
  }

  private static boolean has(String type) {
    try {
      Class.forName(type, false, ClassPath.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
