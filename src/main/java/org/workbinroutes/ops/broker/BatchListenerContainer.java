package org.workbinroutes.ops.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.springframework.jms.connection.JmsResourceHolder;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.workbinroutes.intake.JmsBatch;

/**
 * Spring's listener container, which reads one message a transaction, made to read a batch: it
 * waits for the first, takes what else is there at once, has the route handle all, and commits
 * once. What the route sends by Camel's JMS component takes part in the transaction. A batch that
 * failed is rolled back and, after a pause, read again.
 */
final class BatchListenerContainer extends DefaultJmsMessageListenerContainer {
  /** Messages are held in memory: no more are added to a batch that has so many bytes. */
  private static final long LARGEST_BATCH_BYTES = 1024 * 1024;

  private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

  private final Supplier<ConnectionFactory> connections;
  private final int most;

  BatchListenerContainer(JmsEndpoint endpoint, Supplier<ConnectionFactory> connections, int most) {
    super(endpoint);
    this.connections = connections;
    this.most = most;
  }

  @Override
  protected Connection createConnection() throws JMSException {
    return connections.get().createConnection();
  }

  @Override
  protected boolean doReceiveAndExecute(
      Object invoker, Session session, MessageConsumer consumer, TransactionStatus status)
      throws JMSException {
    if (session == null || consumer == null || !session.getTransacted()) {
      throw new IllegalStateException(
          "Batches need transacted=true, cacheLevelName=CACHE_CONSUMER and no transaction manager");
    }
    Message first = receiveMessage(consumer);
    if (first == null) {
      noMessageReceived(invoker, session);
      if (shouldCommitAfterNoMessageReceived(session)) {
        commitIfNecessary(session, null);
      }
      return false;
    }
    messageReceived(invoker, session);
    handle(session, new JmsBatch(gather(first, consumer)));
    return true;
  }

  private List<Message> gather(Message first, MessageConsumer consumer) throws JMSException {
    List<Message> messages = new ArrayList<>();
    long bytes = 0;
    for (Message next = first; next != null; ) {
      messages.add(next);
      bytes += JmsBatch.sizeOf(next);
      next =
          messages.size() < most && bytes < LARGEST_BATCH_BYTES ? consumer.receiveNoWait() : null;
    }
    return messages;
  }

  private void handle(Session session, JmsBatch batch) throws JMSException {
    try {
      invoke(session, batch);
    } catch (JMSException | RuntimeException | Error failure) {
      // who stops us interrupts; the broker is to be told of the rollback all the same
      boolean isInterrupted = Thread.interrupted();
      try {
        rollbackOnExceptionIfNecessary(session, failure);
        handleListenerException(failure);
        if (failure instanceof JMSException infrastructure) {
          throw infrastructure;
        }
        if (!isInterrupted) {
          pause();
        }
      } finally {
        if (isInterrupted) {
          Thread.currentThread().interrupt();
        }
      }
      return;
    }
    commitIfNecessary(session, null);
    batch.acknowledged();
  }

  private void invoke(Session session, JmsBatch batch) throws JMSException {
    // found there by all that sends with the component's connections on this thread
    TransactionSynchronizationManager.bindResource(
        obtainConnectionFactory(), new JmsResourceHolder(session));
    try {
      invokeListener(session, batch.asMessage());
    } finally {
      TransactionSynchronizationManager.unbindResource(obtainConnectionFactory());
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
