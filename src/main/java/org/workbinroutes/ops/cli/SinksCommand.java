package org.workbinroutes.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.sink.ConfirmedPlacement;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.SpoolCodec;
import org.workbinroutes.sink.SpooledNotification;
import org.workbinroutes.sink.UnreadableNotificationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the configured sinks, and what they would do with a notification. */
@Command(
    name = "sinks",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Lists the sinks, or shows what each would get of a notification.",
    description = {
      "",
      "Reads the configuration and connects to nothing. Secrets are not shown, nor is what"
          + " workbin.redact and redact take out."
    },
    footer = {
      "",
      "Examples:",
      "  workbin-routes sinks",
      "  workbin-routes sinks --explain sample.json",
      "  tail -n 1 data/sinks/notifications.ndjson | workbin-routes sinks --explain -"
    })
final class SinksCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ConfigFolder config;

  @Option(
      names = "--explain",
      paramLabel = "FILE",
      description = "Shows which sinks take this notification, a JSON object; - is standard input.")
  private String explain;

  @Option(
      names = "--ours",
      description = "Takes the notification for one that confirms a placement of ours.")
  private boolean ours;

  @Option(names = "--json", description = "Prints JSON instead of lines for people.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Configuration configuration = config.load();
      SpooledNotification sample = explain == null ? null : sample();
      try (DryRun dryRun = new DryRun(configuration)) {
        if (json) {
          out.println(sample == null ? dryRun.listed() : dryRun.explained(sample));
        } else {
          (sample == null ? dryRun.list() : dryRun.explain(sample)).forEach(out::println);
        }
      }
      out.flush();
      return ExitCodes.OK;
    } catch (UnreadableNotificationException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          explain + " cannot be read: give a file with one notification as JSON", unreadable);
    }
  }

  private SpooledNotification sample() throws IOException {
    byte[] bytes;
    try (InputStream in =
        explain.equals("-") ? System.in : Files.newInputStream(Path.of(explain))) {
      bytes = in.readNBytes(NotificationCodec.MAX_CHARACTERS + 1);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException otherEncoding) {
      throw new IllegalArgumentException(explain + " is not written in UTF-8", otherEncoding);
    }
    SpooledNotification read = new SpoolCodec(new NotificationCodec()).read(text);
    return ours && !read.isOurs()
        ? new SpooledNotification(
            read.id(),
            read.heardAt(),
            read.notification(),
            new ConfirmedPlacement("sample-request", "sample", Map.of()),
            read.addressee())
        : read;
  }
}
