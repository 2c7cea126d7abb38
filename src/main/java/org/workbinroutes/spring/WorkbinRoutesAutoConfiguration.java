package org.workbinroutes.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.workbinroutes.WorkbinRoutes;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.ops.config.EmbeddedSettings;
import org.workbinroutes.ops.wiring.GwsWiring;

/**
 * Puts the routes into the application's CamelContext if {@code gws.url} is set; with {@code
 * workbin.enabled=false} the component {@code gws} alone. Without {@code gws.url} it does nothing.
 */
@AutoConfiguration
@ConditionalOnClass(name = "org.apache.camel.spring.boot.CamelAutoConfiguration")
@ConditionalOnProperty("gws.url")
public final class WorkbinRoutesAutoConfiguration {
  /** Whether the routes are wanted, and not the component alone; true or false. */
  static final String ENABLED = "workbin.enabled";

  /** The routes, which Camel's own auto-configuration puts into the CamelContext. */
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty(name = ENABLED, havingValue = "true", matchIfMissing = true)
  WorkbinRoutes workbinRoutes(ConfigurableEnvironment environment) {
    return new WorkbinRoutes(
        new EmbeddedSettings().resolved(new SpringSettings(environment).all()));
  }

  /** The component, under the name by which Camel finds it for {@code gws:} endpoints. */
  @Bean("gws-component")
  @ConditionalOnMissingBean
  @ConditionalOnProperty(name = ENABLED, havingValue = "false")
  GwsComponent gwsComponent(ConfigurableEnvironment environment) {
    return GwsWiring.component(
        new EmbeddedSettings().resolved(new SpringSettings(environment).all()));
  }
}
