package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.Set;
import org.apache.camel.component.jms.JmsComponent;

/**
 * Makes the Camel component {@code jms} so that a message from outside is text or bytes and nothing
 * more: no header comes in but the named ones, no object is read, nobody is answered at an address
 * of his choice, and a message is gone from its queue only when its route ended well.
 */
public final class JmsComponentFactory {
  /** The largest body of a message that is read, in bytes, if nothing else is said. */
  public static final int DEFAULT_MAX_BYTES = 1024 * 1024;

  /** The properties of an intake's or a placement's dead letter. */
  public static final Set<String> DEAD_LETTER_PROPERTIES =
      Set.of(
          "workbinReason",
          "workbinError",
          "workbinSource",
          "workbinRequestId",
          "workbinAttempts",
          "workbinPosition",
          "workbinMessageId");

  /** A consumer notices that it is to stop when its wait for a message is over. */
  private static final long RECEIVE_TIMEOUT_MILLIS = 250;

  private static final long RECOVERY_INTERVAL_MILLIS = 1_000;

  private final ConnectionFactory connections;
  private final Set<String> headersIn;
  private final Set<String> headersOut;
  private final int maxBytes;

  /** A factory for components that let no header in, and those of a dead letter out. */
  public JmsComponentFactory(ConnectionFactory connections) {
    this(connections, Set.of(), DEAD_LETTER_PROPERTIES, DEFAULT_MAX_BYTES);
  }

  /**
   * A factory.
   *
   * @param maxBytes the largest body of a message that is read, in bytes
   */
  public JmsComponentFactory(
      ConnectionFactory connections, Set<String> headersIn, Set<String> headersOut, int maxBytes) {
    this.connections = connections;
    this.headersIn = headersIn;
    this.headersOut = headersOut;
    this.maxBytes = maxBytes;
  }

  public JmsComponent create() {
    JmsComponent jms = new JmsComponent();
    jms.setAllowAutoWiredConnectionFactory(false);
    jms.setConnectionFactory(connections);
    jms.setHeaderFilterStrategy(new HeaderAllowList(headersIn, headersOut));
    jms.setMessageConverter(new PlainMessageConverter(maxBytes));
    // read and acknowledged in one local transaction; sends in between take part in it
    jms.setTransacted(true);
    jms.setLazyCreateTransactionManager(false);
    jms.setCacheLevelName("CACHE_CONSUMER");
    jms.setDisableReplyTo(true);
    jms.setTransferException(false);
    jms.setTransferExchange(false);
    jms.setAllowSerializedHeaders(false);
    jms.setAcceptMessagesWhileStopping(false);
    jms.setReceiveTimeout(RECEIVE_TIMEOUT_MILLIS);
    jms.setRecoveryInterval(RECOVERY_INTERVAL_MILLIS);
    jms.setErrorHandlerLogStackTrace(false);
    return jms;
  }
}
