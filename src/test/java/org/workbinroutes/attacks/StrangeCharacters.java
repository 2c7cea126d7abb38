package org.workbinroutes.attacks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.workbinroutes.simulator.Fault;

/** Words of GWS with controls that terminals and viewers obey. */
record StrangeCharacters() implements Attack {
  private static final String ID = "strange-1";

  @Override
  public String name() {
    return "C1, NEL, U+2028 and bidi characters in log and terminal";
  }

  @Override
  public String who() {
    return "who is GWS";
  }

  private static Map<String, String> characters() {
    Map<String, String> characters = new LinkedHashMap<>();
    characters.put("ESC", "\u001b");
    characters.put("CSI", "\u009b");
    characters.put("NEL", "\u0085");
    characters.put("U+2028", "\u2028");
    characters.put("RLO", "\u202e");
    characters.put("RLI", "\u2067");
    return characters;
  }

  @Override
  public Effect run(Target target) throws Exception {
    String message = "no" + String.join("x", characters().values()) + "end";
    target
        .gws()
        .faults()
        .onAdd(
            Fault.httpStatus(200)
                .body(
                    "application/json;charset=UTF-8",
                    "{\"statusCode\":10,\"statusMessage\":\""
                        + message.replace("\u001b", "\\u001b")
                        + "\"}"),
            1);
    long before = Files.size(target.product().log());
    target.post(Target.request(ID, "bin-strange", "0001strange"));
    Target.within(target.patience(), () -> target.state(ID).equals("REJECTED"));
    TimeUnit.SECONDS.sleep(1);
    String inLog = found(target.log(before));
    String inTerminal = found(status(target));
    target.gws().faults().clear();
    return new Effect(
        "statusMessage of a refusal with ESC, CSI, NEL, U+2028, RLO, RLI",
        "in the log: %s; printed by `status`: %s".formatted(inLog, inTerminal),
        inLog.startsWith("none") && inTerminal.startsWith("none"));
  }

  private static String found(String text) {
    String names =
        characters().entrySet().stream()
            .filter(one -> text.contains(one.getValue()))
            .map(Map.Entry::getKey)
            .reduce("", (all, name) -> all.isEmpty() ? name : all + ", " + name);
    return text.contains("end") ? (names.isEmpty() ? "none" : names) : "none (not shown)";
  }

  private static String status(Target target) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
                target.home().resolve("bin/workbin-routes").toString(),
                "status",
                ID,
                "--url",
                "http://127.0.0.1:" + target.product().httpPort())
            .redirectErrorStream(true);
    command.environment().put("LC_ALL", "C.UTF-8");
    Process status = command.start();
    String printed = new String(status.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    status.waitFor(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS);
    return printed;
  }
}
