package org.workbinroutes.ops.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/** Lets no serialized Java object into the broker: who reads one runs the sender's code. */
final class ObjectMessageRefusal implements ActiveMQServerMessagePlugin {
  @Override
  public void beforeSend(
      ServerSession session,
      Transaction tx,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    if (message.toCore().getType() == Message.OBJECT_TYPE) {
      throw new ActiveMQException(
          "Object messages are not taken here: send a text message",
          ActiveMQExceptionType.ILLEGAL_STATE);
    }
  }
}
