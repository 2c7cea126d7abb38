package org.workbinroutes.ops.wiring;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.impl.engine.DefaultResourceResolvers;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Resource;

/**
 * Has relative paths in {@code file:} endpoints and {@code file:} resources, such as those of
 * {@code camel.ssl}, start at the product's folder, as those of our own options do. Camel would
 * take the working directory, which is {@code /} for a service.
 */
final class HomeFolder implements CamelContextCustomizer {
  private final Path home;

  HomeFolder(Path home) {
    this.home = home;
  }

  @Override
  public void configure(CamelContext context) {
    context.addComponent("file", new Endpoints(home));
    context.getRegistry().bind("resource-loader-file", new Resources(home));
  }

  /** Camel's component, with another begin of relative paths. */
  private static final class Endpoints extends FileComponent {
    private final Path home;

    Endpoints(Path home) {
      this.home = home;
    }

    @Override
    protected GenericFileEndpoint<File> buildFileEndpoint(
        String uri, String remaining, Map<String, Object> parameters) throws Exception {
      return super.buildFileEndpoint(uri, home.resolve(remaining).toString(), parameters);
    }
  }

  /** Camel's resolver, with another begin of relative paths. */
  private static final class Resources extends DefaultResourceResolvers.FileResolver {
    private final Path home;

    Resources(Path home) {
      this.home = home;
    }

    @Override
    public Resource createResource(String location, String remaining) {
      return super.createResource(location, home.resolve(remaining).toString());
    }
  }
}
