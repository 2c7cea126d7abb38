package org.workbinroutes.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A container image, unpacked, whose commands run as an engine would run them: in its own root,
 * which is read-only, with a volume, with an empty {@code /tmp} from which nothing can be executed,
 * as the image's user. The network is this machine's. It takes Linux, and root or user namespaces.
 */
final class UnpackedImage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Arguments: the root, the volume, the command to run in it. */
  private static final String MOUNTS =
      """
      set -e
      root=$1 volume=$2
      shift 2
      mount --bind "$root" "$root"
      mount --bind "$volume" "$root/data"
      mount -t tmpfs -o noexec,nosuid,mode=1777 tmpfs "$root/tmp"
      mount --rbind /dev "$root/dev"
      mount --rbind /proc "$root/proc"
      mount -o remount,bind,ro "$root"
      exec "$@"
      """;

  private final Path root;
  private final Path volume;
  private final JsonNode config;

  /**
   * Unpacks it.
   *
   * @param image as {@code docker save} writes it
   * @param folder for the root and the volume; emptied
   */
  UnpackedImage(Path image, Path folder) throws IOException, InterruptedException {
    root = folder.resolve("root").toAbsolutePath();
    volume = folder.resolve("volume").toAbsolutePath();
    run("src/image/unpack", image.toString(), root.toString());
    // an engine adds them
    for (String file : List.of("etc/hosts", "etc/resolv.conf")) {
      Files.copy(Path.of("/", file), root.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    config = JSON.readTree(run("tar", "-xOf", image.toString(), "config.json")).path("config");
    run("rm", "-rf", volume.toString());
    Files.createDirectories(volume);
    // a new volume has the permissions of the folder it is mounted at
    Files.setPosixFilePermissions(volume, Files.getPosixFilePermissions(root.resolve("data")));
  }

  /** What the image says of containers made of it. */
  JsonNode config() {
    return config;
  }

  Path root() {
    return root;
  }

  Path volume() {
    return volume;
  }

  /** The image's entry point with its arguments. */
  ProcessBuilder entryPoint(Map<String, String> environment) {
    List<String> command = texts("Entrypoint");
    command.addAll(texts("Cmd"));
    return command(environment, command);
  }

  /** The image's entry point with other arguments. */
  ProcessBuilder entryPoint(Map<String, String> environment, String... arguments) {
    List<String> command = texts("Entrypoint");
    command.addAll(List.of(arguments));
    return command(environment, command);
  }

  /** A command in a container, with the image's variables and these. */
  ProcessBuilder command(Map<String, String> environment, List<String> command) {
    boolean asRoot = System.getProperty("user.name").equals("root");
    List<String> line = new ArrayList<>(List.of("unshare", "--mount"));
    if (!asRoot) {
      line.add("--map-root-user");
    }
    line.addAll(List.of("sh", "-c", MOUNTS, "mounts", root.toString(), volume.toString()));
    line.addAll(List.of("unshare", "--root=" + root, "--wd=" + config.path("WorkingDir").asText()));
    if (asRoot) {
      String[] user = config.path("User").asText().split(":", 2);
      line.addAll(List.of("--setgid=" + user[1], "--setuid=" + user[0]));
    }
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    for (String variable : texts("Env")) {
      String[] pair = variable.split("=", 2);
      builder.environment().put(pair[0], pair[1]);
    }
    builder.environment().putAll(environment);
    return builder;
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    config.path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Runs a command to its end, which has to be a good one, and gives what it wrote. */
  static String run(String... command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command).redirectErrorStream(true), 0);
  }

  /** Runs a command to its end, and gives what it wrote. */
  static String run(ProcessBuilder command, int expected) throws IOException, InterruptedException {
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command.command(), output).isEqualTo(expected);
    return output;
  }
}
