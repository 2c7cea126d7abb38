package org.workbinroutes.sink.cometd;

import com.fasterxml.jackson.core.StreamReadConstraints;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.SecurityPolicy;
import org.cometd.server.AbstractServerTransport;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.JacksonJSONContextServer;
import org.cometd.server.http.jakarta.CometDServlet;

/**
 * A CometD servlet whose server has its policy from the first request on. camel-cometd itself sets
 * a policy only after the port is open.
 */
final class GuardedCometdServlet extends CometDServlet {
  private static final long serialVersionUID = 1L;
  private static final int MAX_DEPTH = 20;

  private final transient SecurityPolicy policy;

  GuardedCometdServlet(SecurityPolicy policy) {
    this.policy = policy;
  }

  @Override
  protected BayeuxServer newBayeuxServer() {
    BayeuxServerImpl server = new BayeuxServerImpl();
    server.setSecurityPolicy(policy);
    server.addExtension(new CamelHeadersRemover());
    server.addListener(new SlowClientRemover());
    // the default reader has no limit to how deep it follows a hostile message
    JacksonJSONContextServer json = new JacksonJSONContextServer();
    json.getObjectMapper()
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    server.setOption(AbstractServerTransport.JSON_CONTEXT_OPTION, json);
    return server;
  }
}
