package org.workbinroutes.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Placement requests as they wait for an intake: the same for the module and for the bare loop. */
final class Waiting {
  /** The workbin of the module's placements, which it hears notifications of. */
  static final String BIN = "6c715fa9-de16-4d23-b07c-cbcb1caf3e07";

  /** The workbin of the bare rounds: its notifications would else be more work for the module. */
  static final String UNHEARD_BIN = "6c715fa9-de16-4d23-b07c-cbc1caf3e07";

  /** The group of both. */
  static final String GROUP = "MyAgentGroup";

  private int batches;

  /** So many records, no two of them with the same interaction. */
  java.util.List<String> records(int number) {
    int batch = ++batches;
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                "{\"requestId\":\"r-%d-%d\",\"workbinId\":\"%s\",\"agentGroup\":\"%s\",\"interactionId\":\"i-%d-%d\",\"operationName\":\"AddChat\"}"
                    .formatted(batch, i, BIN, GROUP, batch, i))
        .toList();
  }

  /** A file of them. */
  Path file(Path folder, int number) throws java.io.IOException {
    String text = records(number).stream().collect(Collectors.joining("\n", "", "\n"));
    return Files.writeString(folder.resolve("records-" + batches + ".ndjson"), text);
  }
}
