package org.workbinroutes.simulator.junit;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.platform.commons.support.ReflectionSupport;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.GwsSimulator;
import org.workbinroutes.simulator.GwsSimulatorBuilder;

/**
 * What JUnit closes at the end of a test or a class.
 *
 * @param simulator runs
 * @param gws what the tests get of it
 */
record RunningSimulator(GwsSimulator simulator, SimulatedGws gws) implements AutoCloseable {
  static RunningSimulator start(WithGwsSimulator wanted) {
    Duration addDelay = Duration.ofMillis(wanted.addDelayMillis());
    GwsSimulatorBuilder builder =
        GwsSimulator.builder()
            .user(wanted.username(), wanted.password())
            .port(wanted.port())
            .acceptUnknownWorkbins(wanted.acceptUnknownWorkbins())
            .csrf(wanted.csrf())
            .addDelay(addDelay)
            .longPollTimeout(Duration.ofMillis(wanted.longPollTimeoutMillis()));
    for (String workbin : wanted.workbins()) {
      builder.workbin(BinAddress.parse(workbin));
    }
    for (Class<? extends Consumer<GwsSimulatorBuilder>> more : wanted.settings()) {
      ReflectionSupport.newInstance(more).accept(builder);
    }
    GwsSimulator simulator = builder.start();
    return new RunningSimulator(
        simulator, new SimulatedGws(simulator, addDelay, wanted.username(), wanted.password()));
  }

  @Override
  public void close() {
    simulator.close();
  }
}
