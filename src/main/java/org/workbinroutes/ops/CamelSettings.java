package org.workbinroutes.ops;

import java.time.Duration;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConfigurationProperties;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ManagementOptions;
import org.workbinroutes.ops.config.WorkbinOptions;

/** How Camel is set up here; {@code camel.*} keys of the owner come after and win. */
final class CamelSettings {
  private final Configuration configuration;

  CamelSettings(Configuration configuration) {
    this.configuration = configuration;
  }

  void apply(Main main) {
    // the file was read already, with line numbers and checks
    main.setDefaultPropertyPlaceholderLocation("false");
    if (configuration.get(ManagementOptions.PORT) > 0) {
      // as properties: Camel's main does not look at what is set on its metrics() otherwise
      main.addInitialProperty("camel.metrics.enabled", "true");
      // it would look through all meters at the end of each exchange, and the endpoints' addresses
      // would become labels without number
      main.addInitialProperty("camel.metrics.enableExchangeEventNotifier", "false");
      main.addInitialProperty("camel.metrics.skipCamelInfo", "true");
    }
    configuration.camelProperties().forEach(main::addInitialProperty);

    MainConfigurationProperties camel = main.configure();
    camel.setName("workbin-routes");
    camel.setAutoConfigurationFailFast(true);
    camel.setAutoConfigurationLogSummary(false);
    camel.setStartupSummaryLevel(StartupSummaryLevel.Off);
    camel.setBasePackageScanEnabled(false);
    camel.setJmxEnabled(false);
    camel.setDevConsoleEnabled(false);
    camel.setStreamCachingSpoolEnabled(false);
    Duration stop = configuration.get(WorkbinOptions.STOP_TIMEOUT);
    camel.setShutdownTimeout((int) Math.max(1, stop.toSeconds()));
    camel.setShutdownNowOnTimeout(true);
    camel.setShutdownLogInflightExchangesOnTimeout(false);
    camel.health().setExposureLevel("full");
    // it would take the node away from its callers whenever GWS is down: gws-notifications tells
    camel.health().setExcludePattern("consumer:notifications");
  }
}
