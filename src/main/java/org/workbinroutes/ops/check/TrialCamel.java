package org.workbinroutes.ops.check;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.CamelContextCustomizer;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfiguredPlaceholders;

/**
 * Camel with the owner's components and beans, and without a route: to make endpoints that are
 * looked at and not used.
 */
final class TrialCamel implements AutoCloseable {
  private final Main main = new Main();

  TrialCamel(Configuration configuration, List<String> prefixes, List<CamelContextCustomizer> parts)
      throws Exception {
    main.setDefaultPropertyPlaceholderLocation("false");
    configuration
        .camelProperties()
        .forEach(
            (key, value) -> {
              if (!key.startsWith("camel.") || prefixes.stream().anyMatch(key::startsWith)) {
                main.addInitialProperty(key, value);
              }
            });
    main.configure().setName("check");
    main.configure().setAutoConfigurationFailFast(true);
    main.configure().setAutoConfigurationLogSummary(false);
    main.configure().setStartupSummaryLevel(StartupSummaryLevel.Off);
    main.configure().setBasePackageScanEnabled(false);
    main.configure().setRoutesCollectorEnabled(false);
    main.configure().setJmxEnabled(false);
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeInitialize(BaseMainSupport support) {
            new ConfiguredPlaceholders(configuration).configure(support.getCamelContext());
          }

          @Override
          public void beforeConfigure(BaseMainSupport support) {
            parts.forEach(part -> part.configure(support.getCamelContext()));
          }
        });
    try {
      main.start();
    } catch (Exception | Error failed) {
      main.stop();
      throw failed;
    }
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  @Override
  public void close() {
    main.stop();
  }
}
