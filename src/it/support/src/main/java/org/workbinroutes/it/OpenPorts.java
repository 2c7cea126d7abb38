package org.workbinroutes.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The TCP ports that this process listens on, as Linux tells them. */
public final class OpenPorts {
  private static final Path SELF = Path.of("/proc/self");
  private static final String LISTENING = "0A";
  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private OpenPorts() {}

  /**
   * Whether it can be told here.
   *
   * @return whether this is Linux
   */
  public static boolean canBeTold() {
    return Files.isReadable(SELF.resolve("net/tcp"));
  }

  /**
   * Looks.
   *
   * @return the ports, in order
   */
  public static Set<Integer> now() {
    try {
      Set<String> own = ownSockets();
      Set<Integer> ports = new TreeSet<>();
      for (String table : new String[] {"net/tcp", "net/tcp6"}) {
        Path file = SELF.resolve(table);
        if (Files.isReadable(file)) {
          Files.readAllLines(file).stream()
              .skip(1)
              .map(line -> line.strip().split("\\s+"))
              .filter(row -> row[STATE].equals(LISTENING) && own.contains(row[INODE]))
              .forEach(row -> ports.add(port(row[ADDRESS])));
        }
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> ownSockets() throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
      for (Path descriptor : open.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        } catch (IOException closedMeanwhile) {
          continue;
        }
      }
    }
    return inodes;
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }
}
