package org.workbinroutes.ops.config;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.EnvPropertiesFunction;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.CamelContextCustomizer;

/**
 * Has Camel go by the configuration, which has already looked at environment and system properties
 * by its own rules; <code>{{env:NAME}}</code> sees the same variables.
 */
public record ConfiguredPlaceholders(Configuration configuration)
    implements CamelContextCustomizer {
  @Override
  public void configure(CamelContext context) {
    if (context.getPropertiesComponent() instanceof PropertiesComponent own) {
      own.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
      own.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
      own.addPropertiesFunction(
          new EnvPropertiesFunction() {
            @Override
            public String apply(String remainder) {
              String name = remainder.split(":", 2)[0];
              return configuration.variable(name).orElseGet(() -> super.apply(remainder));
            }
          });
    }
  }
}
