package org.workbinroutes.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.workbinroutes.net.FreePort;

/** {@link BrokerMain} in a process of its own, which can be killed and started again. */
public final class BrokerProcess implements AutoCloseable {
  /** Its one user. */
  public static final String USER = "outsider";

  /** The user's password: with characters that URLs and XML give a meaning to. */
  public static final String PASSWORD = "p&ss w%rd+?";

  private static final String STORE_PASSWORD = "st%re&pass";

  private final Path folder;
  private final Path keyStore;
  private final int port;
  private final int tlsPort;
  private Process process;

  /**
   * Makes a key and starts the broker.
   *
   * @param folder an empty folder for its files
   */
  public BrokerProcess(Path folder) throws Exception {
    this.folder = folder;
    this.keyStore = folder.resolve("broker.p12");
    port = FreePort.next();
    tlsPort = FreePort.next();
    Process keytool =
        new ProcessBuilder(
                java("keytool"),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as("keytool, see %s", folder).isZero();
    start();
  }

  /** Starts it with what it had on disk, and waits until it listens. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(
                java("java"),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlog4j2.level=WARN",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                folder.toString(),
                String.valueOf(port),
                String.valueOf(tlsPort),
                keyStore.toString(),
                STORE_PASSWORD,
                USER,
                PASSWORD)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("error.log").toFile()))
            .start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); ; line = output.readLine()) {
      assertThat(line).as("the broker's output, see %s", folder).isNotNull();
      if (line.equals(BrokerMain.READY)) {
        return;
      }
    }
  }

  /** SIGKILL: nothing is flushed. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Artemis' own protocol. */
  public String coreUrl() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Artemis' own protocol behind TLS. */
  public String coreTlsUrl() {
    return "tcp://127.0.0.1:" + tlsPort;
  }

  /** AMQP 1.0. */
  public String amqpUrl() {
    return "amqp://127.0.0.1:" + port;
  }

  /** AMQP 1.0 behind TLS. */
  public String amqpTlsUrl() {
    return "amqps://127.0.0.1:" + tlsPort;
  }

  /** What the broker's certificate is known by. */
  public TlsStores trust() {
    return new TlsStores(keyStore, STORE_PASSWORD, null, null);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }
}
