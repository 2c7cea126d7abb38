package org.workbinroutes.simulator.junit;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.platform.commons.support.ReflectionSupport;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.SimulatorServerBuilder;

/**
 * What JUnit closes at the end of a test or a class.
 *
 * @param simulator runs
 * @param gws what the tests get of it
 */
record RunningSimulator(SimulatorServer simulator, SimulatedGws gws) implements AutoCloseable {
  static RunningSimulator start(GwsSimulator wanted) {
    Duration addDelay = Duration.ofMillis(wanted.addDelayMillis());
    SimulatorServerBuilder builder =
        SimulatorServer.builder()
            .user(wanted.username(), wanted.password())
            .port(wanted.port())
            .acceptUnknownWorkbins(wanted.acceptUnknownWorkbins())
            .csrf(wanted.csrf())
            .addDelay(addDelay)
            .longPollTimeout(Duration.ofMillis(wanted.longPollTimeoutMillis()));
    for (String workbin : wanted.workbins()) {
      builder.workbin(BinAddress.parse(workbin));
    }
    for (Class<? extends Consumer<SimulatorServerBuilder>> more : wanted.settings()) {
      ReflectionSupport.newInstance(more).accept(builder);
    }
    SimulatorServer simulator = builder.start();
    return new RunningSimulator(
        simulator, new SimulatedGws(simulator, addDelay, wanted.username(), wanted.password()));
  }

  @Override
  public void close() {
    simulator.close();
  }
}
