package org.workbinroutes.ops.broker;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;

/** Sends a text of blanks as Artemis' client would, without ever having it in memory. */
public final class BlankText {
  private BlankText() {}

  /**
   * Sends one.
   *
   * @param locator where to, and whether it is packed
   * @param user null for a broker that asks for none
   * @param password null for a broker that asks for none
   * @param queue the queue
   * @param characters how many blanks; each is two bytes
   */
  public static void send(
      ServerLocator locator, String user, String password, String queue, int characters)
      throws Exception {
    send(locator, user, password, queue, message(characters));
  }

  /** Sends a message of core's. */
  public static void send(
      ServerLocator locator, String user, String password, String queue, ClientMessage message)
      throws Exception {
    try (ClientSessionFactory connection = locator.createSessionFactory();
        ClientSession session =
            connection.createSession(user, password, false, true, true, false, 0);
        ClientProducer producer = session.createProducer(queue)) {
      producer.send(message);
    }
  }

  /** A text message of blanks, read from a stream. */
  public static ClientMessage message(int characters) {
    ByteBuffer head = ByteBuffer.allocate(5).put((byte) 1).putInt(2 * characters);
    return new ClientMessageImpl(Message.TEXT_TYPE, true, 0, 0, (byte) 4, 1_024)
        .setBodyInputStream(
            new SequenceInputStream(
                new ByteArrayInputStream(head.array()), new Blanks(2L * characters)));
  }

  /** Blanks in two bytes each. */
  private static final class Blanks extends InputStream {
    private final long size;
    private long read;

    Blanks(long size) {
      this.size = size;
    }

    @Override
    public int read() {
      if (read == size) {
        return -1;
      }
      return read++ % 2 == 0 ? ' ' : 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = (int) Math.min(length, size - read);
      for (int i = 0; i < count; i++) {
        into[offset + i] = (byte) read();
      }
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
