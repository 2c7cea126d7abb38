package org.workbinroutes.ops;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The product's version, as the build has written it into the jar. */
public final class Version implements IVersionProvider {
  /**
   * The version.
   *
   * @return for example {@code 1.0.0}; {@code development} outside a jar
   */
  public String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "workbin-routes " + text(), "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
