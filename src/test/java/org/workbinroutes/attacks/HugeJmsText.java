package org.workbinroutes.attacks;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/**
 * One JMS text of blanks in the queue of placements.
 *
 * @param name the row
 * @param megabytes of its body
 * @param isCompressed whether the client compresses it
 * @param settle how long to wait for an end of the process
 */
record HugeJmsText(String name, int megabytes, boolean isCompressed, Duration settle)
    implements Attack {
  private static final int PREFIX = 5;

  @Override
  public String who() {
    return "who may send to workbin.placements";
  }

  @Override
  public Effect run(Target target) throws Exception {
    String sent = send(target);
    boolean hasEnded = target.isEndedWithin(settle);
    String again = "";
    if (hasEnded) {
      boolean isUp = target.restart();
      boolean endsAgain = !isUp || target.isEndedWithin(settle);
      again = endsAgain ? ", and again after a restart" : ", a restart helps";
    }
    Target.Honest honest = target.product().exitCode() == null ? target.place() : null;
    return new Effect(
        "one text of %d MB of blanks%s: %s"
            .formatted(megabytes, isCompressed ? ", compressed by the client" : "", sent),
        (hasEnded ? "process ended" + again + "; " : "")
            + (honest == null ? "" : "afterwards a request is " + honest),
        !hasEnded && honest != null && honest.isConfirmed());
  }

  private String send(Target target) throws Exception {
    String url =
        "tcp://127.0.0.1:%d?callTimeout=20000&minLargeMessageSize=102400&compressLargeMessage=%s"
            .formatted(target.product().brokerPort(), isCompressed);
    try (ServerLocator locator = ActiveMQClient.createServerLocator(url);
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = BrokerUser.session(factory)) {
      ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
      message.setRoutingType(RoutingType.ANYCAST);
      message.setBodyInputStream(new Blanks(megabytes));
      session.createProducer("workbin.placements").send(message);
      return "sent";
    } catch (ActiveMQException refused) {
      return "refused by the broker (" + refused.getType() + ")";
    }
  }

  /** The body of a text as the JMS client writes it, UTF-16, without its being held. */
  private static final class Blanks extends InputStream {
    private final byte[] prefix;
    private final long length;
    private long at;

    Blanks(int megabytes) {
      int text = megabytes * 1024 * 1024;
      prefix = ByteBuffer.allocate(PREFIX).put((byte) 1).putInt(text).array();
      length = PREFIX + (long) text;
    }

    @Override
    public int read() {
      if (at >= length) {
        return -1;
      }
      byte next = at < PREFIX ? prefix[(int) at] : (byte) ((at - PREFIX) % 2 == 0 ? ' ' : 0);
      at++;
      return next & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      if (at >= length) {
        return -1;
      }
      int count = (int) Math.min(most, length - at);
      for (int i = 0; i < count; i++) {
        into[from + i] = (byte) read();
      }
      return count;
    }
  }
}
