package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.cli.WorkbinRoutes;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.simulator.SimulatorServer;

/** The HTTP server of the product as it is configured. */
class HttpServerTest {
  private static final String REQUEST =
      "{\"requestId\":\"r-1\",\"workbinId\":\"5d487e69-a393-4228-a06f-6a4015ab1b54\","
          + "\"placeGroup\":\"MyPlaceGroup\",\"interactionId\":\"i-1\"}";

  @TempDir Path folder;

  @Test
  void isReachedFromThisMachineAloneAndCanAskForALoginOnEveryPath() throws Exception {
    // Given
    String key = ApiKey.generate(new SecureRandom());
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  keys.put("http.auth", "keys");
                  keys.put("http.keys", "clerk:" + ApiKey.hashOf(key));
                  keys.put("http.client-key", key);
                })) {
      // When / Then
      assertThat(product.post(REQUEST).statusCode()).isEqualTo(401);
      assertThat(product.post(REQUEST, "X-API-Key", "wbr_wrong").statusCode()).isEqualTo(401);
      assertThat(gws.adds("i-1").calls()).isZero();
      assertThat(product.post(REQUEST, "Authorization", "Bearer " + key).statusCode())
          .isEqualTo(200);
      assertThat(replay()).isZero();
      assertThat(addressesOfTheNetwork())
          .allSatisfy(address -> assertThat(answers(address, product.httpPort)).isFalse());
    }
  }

  /** The command line has a key of its own. */
  private int replay() {
    return WorkbinRoutes.commandLine()
        .execute("replay", "--all", "--config", folder.resolve("config").toString());
  }

  private static List<InetAddress> addressesOfTheNetwork() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress())
        .toList();
  }

  private static boolean answers(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
