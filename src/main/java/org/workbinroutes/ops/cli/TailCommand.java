package org.workbinroutes.ops.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.apache.camel.impl.DefaultCamelContext;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Version;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.SinkPlan;
import org.workbinroutes.sink.SinkSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints notifications while the product spools them. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Prints notifications as the running product hears them, one JSON object a line.",
    description = {
      "",
      "Asks the running product, at http.host and http.port of the configuration. Notifications"
          + " hold what customers wrote: the product answers this machine only, or who logs in."
    },
    footer = {
      "",
      "Examples:",
      "  workbin-routes tail",
      "  workbin-routes tail --when \"action=ItemAdded; ours=true\" --format flat"
    })
final class TailCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ProductAddress address;

  @Option(
      names = "--when",
      paramLabel = "RULE",
      description = "Prints only what this rule takes, as a sink's when.")
  private String when;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "raw",
      description = "raw, flat, summary or cloudevents, as a sink's format. Default: raw")
  private String format;

  @Option(
      names = "--fields",
      paramLabel = "LIST",
      description = "The columns of --format flat, as a sink's fields.")
  private String fields;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Ends after so many notifications. Default: goes on until Ctrl-C")
  private Long count;

  @Override
  public Integer call() throws InterruptedException {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      SinkPlan plan =
          SinkPlan.compile(
              // the format columns makes no text, and is refused as for any endpoint of text
              new SinkSettings("tail", "ndjson:", when, null, format, fields, null, null),
              context,
              new NotificationCodec());
      TailReader reader =
          new TailReader(
              address.product(), spec.commandLine().getOut(), spec.commandLine().getErr());
      return reader.follow(plan, count == null ? Long.MAX_VALUE : count)
          ? ExitCodes.OK
          : ExitCodes.FAILED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
