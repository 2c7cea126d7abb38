package org.workbinroutes.ops.cli;

import java.net.URI;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say where the running product is: {@code --url}, or the configuration's. */
final class ProductAddress {
  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "Where the product listens, for example http://127.0.0.1:8080, if not where the"
              + " configuration says. A key is then taken from the variable HTTP_CLIENT_KEY.")
  private URI url;

  @Mixin private ConfigFolder config;

  /** Finds the product; it is not called yet. */
  RunningProduct product() {
    return url == null ? RunningProduct.of(config.load()) : RunningProduct.at(url);
  }
}
