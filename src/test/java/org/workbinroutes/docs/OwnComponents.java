package org.workbinroutes.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;

/** The components of this project, found as tools find them: by what stands in META-INF. */
final class OwnComponents {
  private static final String SERVICES = "META-INF/services/org/apache/camel/";

  private final CamelCatalog catalog = new DefaultCamelCatalog();
  private final List<String> names;

  OwnComponents() throws IOException {
    names = List.of(read("component.properties").getProperty("components").split(" "));
    for (String name : names) {
      catalog.addComponent(name, read("component/" + name).getProperty("class"));
    }
  }

  CamelCatalog catalog() {
    return catalog;
  }

  List<String> names() {
    return names;
  }

  ComponentModel model(String name) {
    return JsonMapper.generateComponentModel(catalog.componentJSonSchema(name));
  }

  static Properties read(String service) throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        OwnComponents.class.getClassLoader().getResourceAsStream(SERVICES + service)) {
      if (in == null) {
        throw new IllegalStateException("There is no " + SERVICES + service);
      }
      properties.load(in);
    }
    return properties;
  }
}
