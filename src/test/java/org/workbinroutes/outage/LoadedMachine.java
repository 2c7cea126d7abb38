package org.workbinroutes.outage;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has every test wait for a minute unless it says otherwise: Awaitility's ten seconds pass on a
 * machine with much else to do. Found by JUnit itself.
 */
public final class LoadedMachine implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }
}
