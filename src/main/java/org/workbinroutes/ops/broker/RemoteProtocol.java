package org.workbinroutes.ops.broker;

import io.netty.channel.ChannelPipeline;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.core.protocol.core.impl.CoreProtocolManager;
import org.apache.activemq.artemis.core.protocol.core.impl.CoreProtocolManagerFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.workbinroutes.outage.EventLog;

/** Artemis' CORE protocol with {@link RemoteFrames} in place of its own reader of frames. */
final class RemoteProtocol extends CoreProtocolManagerFactory {
  private final BodyLimit limit;
  private final EventLog refusals;

  RemoteProtocol(BodyLimit limit, EventLog refusals) {
    this.limit = limit;
    this.refusals = refusals;
  }

  @Override
  @SuppressWarnings("rawtypes") // as in the class that is extended
  public ProtocolManager createProtocolManager(
      ActiveMQServer server,
      Map<String, Object> parameters,
      List<BaseInterceptor> incoming,
      List<BaseInterceptor> outgoing) {
    return new CoreProtocolManager(
        this, server, filterInterceptors(incoming), filterInterceptors(outgoing)) {
      @Override
      public void addChannelHandlers(ChannelPipeline pipeline) {
        pipeline.addLast("activemq-decoder", new RemoteFrames(limit, refusals));
      }
    };
  }
}
