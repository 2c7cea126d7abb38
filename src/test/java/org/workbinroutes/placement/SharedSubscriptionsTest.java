package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.simulator.SimulatorServer;

class SharedSubscriptionsTest {
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin("b", GroupKind.AGENT_GROUP, "MyAgentGroup");

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong now = new AtomicLong();

  @Test
  void aWorkbinThatIsNeverHeardOfIsWaitedForOnce() throws Exception {
    // Given: each look at the clock takes ten seconds
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    GwsComponent component = new GwsComponent();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        DefaultCamelContext camel = new DefaultCamelContext();
        SharedSubscriptions shared =
            new SharedSubscriptions(
                new Deaf(),
                component::client,
                Duration.ofSeconds(100),
                timer,
                () -> now.addAndGet(Duration.ofSeconds(10).toNanos()))) {
      component.getConfiguration().setUrl(gws.url());
      component.getConfiguration().setUsername("agent");
      component.getConfiguration().setPassword("secret");
      camel.addComponent("gws", component);
      camel.start();
      shared.accept(WORKBIN);
      assertThat(asked.get()).isGreaterThan(2);
      // When
      asked.set(0);
      now.addAndGet(Duration.ofHours(1).toNanos());
      shared.accept(WORKBIN);
      // Then: asked, and not waited for
      assertThat(asked.get()).isEqualTo(1);
    } finally {
      timer.shutdownNow();
    }
  }

  /** A board that nobody answers on. */
  private final class Deaf implements SubscriptionBoard {
    @Override
    public Standing want(GroupWorkbin workbin) {
      asked.incrementAndGet();
      return Standing.WANTED;
    }

    @Override
    public Map<GroupWorkbin, Standing> all() {
      return Map.of();
    }

    @Override
    public void enter(GroupWorkbin workbin, Standing standing) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
