package org.workbinroutes.ops.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;

/** Floods that HTTP/2 makes possible, over TLS: each ends the connection and nobody else's. */
class Http2FloodsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  @TempDir private static Path folder;
  private static SSLContext trusting;
  private static ServerRig rig;

  @BeforeAll
  static void start() throws Exception {
    var store = TlsTest.generated(folder, "server");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(TlsTest.trusting(store));
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
    Limits limits = ServerRig.LIMITS;
    rig =
        new ServerRig(
                folder,
                new Limits(
                    limits.maxBody(),
                    limits.maxBatch(),
                    limits.maxConnections(),
                    limits.maxConnections(),
                    0,
                    Duration.ofSeconds(2),
                    limits.body()),
                Logins.none(),
                new TlsSettings(store, TlsTest.PASSWORD.toCharArray(), null))
            .start();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void streamsThatAreResetAtOnceEndTheConnection() throws Exception {
    // Given
    int servedBefore = rig.served.get();
    try (Client flood = new Client()) {
      // When
      for (int stream = 1; stream < 10_000; stream += 2) {
        flood.request("/things", stream);
        flood.write(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
      }
      // Then
      flood.awaitEnd();
    }
    assertThat(rig.served.get() - servedBefore).isLessThan(1_000);
    assertServed();
  }

  @Test
  void settingsWhoseAcknowledgementsAreNotReadEndTheConnection() throws Exception {
    assertEnds(SETTINGS, new byte[] {0, 4, 0, 1, 0, 0}, 200_000);
  }

  @Test
  void pingsWhoseAcknowledgementsAreNotReadEndTheConnection() throws Exception {
    assertEnds(PING, new byte[8], 200_000);
  }

  @Test
  void headersWithoutEndEndTheConnection() throws Exception {
    try (Client flood = new Client()) {
      // When
      flood.write(HEADERS, END_STREAM, 1, head("/things"));
      for (int i = 0; i < 1_000; i++) {
        flood.write(CONTINUATION, 0, 1, new byte[0]);
      }
      // Then
      flood.awaitEnd();
    }
    assertServed();
  }

  @Test
  void headersThatAreTooLargeAreNotKept() throws Exception {
    try (Client flood = new Client()) {
      // When
      flood.write(HEADERS, END_STREAM, 1, head("/things"));
      byte[] field = literal("x", "y".repeat(100));
      ByteBuffer fields = ByteBuffer.allocate(field.length * 100);
      for (int i = 0; i < 100; i++) {
        fields.put(field);
      }
      for (int i = 0; i < 1_000; i++) {
        flood.write(CONTINUATION, 0, 1, fields.array());
      }
      // Then
      flood.awaitEnd();
    }
    assertServed();
  }

  @Test
  void headersThatStopHalfWayEndTheConnection() throws Exception {
    try (Client slow = new Client()) {
      slow.write(HEADERS, END_STREAM, 1, head("/things"));
      slow.awaitEnd();
    }
  }

  @Test
  void emptyDataEndsTheConnection() throws Exception {
    try (Client flood = new Client()) {
      // When
      flood.write(HEADERS, END_HEADERS, 1, head("/nothing"));
      for (int i = 0; i < 10_000; i++) {
        flood.write(DATA, 0, 1, new byte[0]);
      }
      // Then
      flood.awaitEnd();
    }
    assertServed();
  }

  @Test
  void prioritiesOfStreamsThatAreNotThereCostNothing() throws Exception {
    try (Client flood = new Client()) {
      // When
      for (int stream = 3; stream < 200_000; stream += 2) {
        flood.write(PRIORITY, 0, stream, new byte[] {0, 0, 0, 1, 16});
      }
    }
    // Then
    assertServed();
  }

  @Test
  void answersForWhichTheWindowNeverOpensAreGivenUp() throws Exception {
    // Given
    int servedBefore = rig.served.get();
    try (Client silent = new Client()) {
      silent.write(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
      // When
      for (int stream = 1; stream < 800; stream += 2) {
        silent.request("/things", stream);
      }
      silent.flush();
      // Then: 100 at a time, until they have waited for longer than http.idle-timeout
      await().atMost(PATIENCE).until(() -> rig.served.get() > servedBefore);
      silent.awaitEnd();
      assertThat(rig.served.get() - servedBefore).isLessThan(200);
    }
    assertServed();
  }

  private static void assertEnds(int type, byte[] payload, int most) throws Exception {
    try (Client flood = new Client()) {
      for (int i = 0; i < most && !flood.ended; i++) {
        flood.write(type, 0, 0, payload);
      }
      assertServed();
      flood.awaitEnd();
    }
    assertServed();
  }

  private static void assertServed() throws Exception {
    int before = rig.served.get();
    try (Client honest = new Client()) {
      honest.request("/things", 1);
      assertThat(honest.awaitAnswer(1)).isTrue();
    }
    assertThat(rig.served.get()).isGreaterThan(before);
  }

  private static byte[] head(String path) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(0x82);
    head.write(0x87);
    head.write(0x04);
    head.write(path.length());
    head.writeBytes(path.getBytes(US_ASCII));
    head.write(0x01);
    head.write(1);
    head.write('a');
    return head.toByteArray();
  }

  private static byte[] literal(String name, String value) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(0);
    field.write(name.length());
    field.writeBytes(name.getBytes(US_ASCII));
    field.write(value.length());
    field.writeBytes(value.getBytes(US_ASCII));
    return field.toByteArray();
  }

  /** Frames as they are on the wire; nothing of the protocol is obeyed. */
  private static final class Client implements AutoCloseable {
    private final SSLSocket socket;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean ended;

    Client() throws IOException {
      socket =
          (SSLSocket)
              trusting
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), rig.server.port());
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.startHandshake();
      out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      write(SETTINGS, 0, 0, new byte[0]);
    }

    void request(String path, int stream) {
      write(HEADERS, END_STREAM | END_HEADERS, stream, head(path));
    }

    void write(int type, int flags, int stream, byte[] payload) {
      out.write(payload.length >> 16);
      out.write(payload.length >> 8);
      out.write(payload.length);
      out.write(type);
      out.write(flags);
      out.writeBytes(ByteBuffer.allocate(4).putInt(stream).array());
      out.writeBytes(payload);
      if (out.size() > 16 * 1024) {
        flush();
      }
    }

    /** Sends what was written, unless the server has closed the connection. */
    void flush() {
      try {
        socket.getOutputStream().write(out.toByteArray());
      } catch (IOException closed) {
        ended = true;
      }
      out.reset();
    }

    /** Reads until the server has closed the connection. */
    void awaitEnd() {
      flush();
      try {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (!ended) {
          frame(in);
        }
      } catch (IOException closed) {
        assertThat(closed).isNotInstanceOf(java.net.SocketTimeoutException.class);
      }
    }

    /** Whether a stream was answered. */
    boolean awaitAnswer(int stream) throws IOException {
      flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        int[] frame = frame(in);
        if (frame[0] == GOAWAY) {
          return false;
        }
        if (frame[0] == HEADERS && frame[1] == stream) {
          return true;
        }
      }
    }

    private static int[] frame(DataInputStream in) throws IOException {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.readUnsignedByte();
      int stream = in.readInt();
      in.readFully(new byte[length]);
      return new int[] {type, stream};
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
