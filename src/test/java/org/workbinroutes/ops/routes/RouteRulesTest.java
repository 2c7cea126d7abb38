package org.workbinroutes.ops.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.config.Problem;

/** What is wrong with intakes and sinks is named before anything starts, all of it at once. */
class RouteRulesTest {
  private static final String SINK = "camel.routeTemplate[crm].templateId = sink\n";
  private static final String TO = "camel.routeTemplate[crm].to = bean:notificationLog\n";
  private static final String INBOX = "camel.routeTemplate[in].templateId = file-intake\n";
  private static final String QUEUE = "camel.routeTemplate[q].templateId = jms-intake\n";

  @TempDir Path folder;

  /** Lines, a part of the fault, a part of the remedy. */
  static Stream<Arguments> wrong() {
    return Stream.of(
        of(SINK + TO + crm("wehn", "action=ItemAdded"), "crm].wehn", "did you mean when?"),
        of(SINK + TO + crm("redcat", "userData"), "crm].redcat", "did you mean redact?"),
        of(SINK + TO + crm("colour", "red"), "crm].colour", "it has to, when"),
        of(SINK + crm("when", "*"), "to is missing", "add camel.routeTemplate[crm].to"),
        of(TO + "camel.routeTemplate[crm].templateId = sinc\n", "template sinc", "mean sink?"),
        of(TO, "has no template", "crm].templateId = "),
        of(SINK + TO + crm("when", "grup=Sales"), "when = 'grup=Sales'", "did you mean 'group'?"),
        of(SINK + TO + crm("when", "groupKind=agentGrup"), "crm].when", "'agentGroup'"),
        of(SINK + TO + crm("predicate", "$.action"), "predicate = '$.action'", "jsonpath:..."),
        of(SINK + TO + crm("predicate", "simple:${bod"), "crm].predicate", "cannot be compiled"),
        of(SINK + TO + crm("predicate", "jsonpath:$.["), "crm].predicate", "cannot be compiled"),
        of(SINK + TO + crm("redact", "item.id"), "redact = 'item.id'", "remove it"),
        of(SINK + TO + crm("format", "xml"), "format = 'xml'", "write raw, flat"),
        of(SINK + TO + crm("fields", "action"), "fields = 'action'", "format=flat"),
        of(SINK + TO + crm("retries", "often"), "retries = 'often'", "whole number"),
        of(SINK + TO + crm("firstDelay", "1 fortnight"), "firstDelay", "10s"),
        of(SINK + TO + crm("onFailure", "hlod"), "onFailure = 'hlod'", "did you mean hold?"),
        of(SINK + TO + crm("order", "fifo"), "order = 'fifo'", "workbin or all or none"),
        of(SINK + TO + crm("concurrency", "0"), "concurrency = '0'", "whole number from 1"),
        of(SINK + crm("to", "kafka:topic"), "no component kafka", "into lib/"),
        of(SINK + crm("to", "flie:out"), "no component flie", "did you mean file?"),
        of(SINK + TO + crm("source", "spol:crm"), "crm].source", "did you mean spool?"),
        of(SINK + TO + crm("source", "spool:crm?ordr=all"), "no option ordr", "mean order?"),
        of(SINK + TO + crm("source", "jms:queue:x?timeToLive=5"), "for sending only", "take it"),
        of(SINK + crm("to", "somewhere"), "to = 'somewhere'", "write a Camel endpoint"),
        of(SINK + crm("to", "file:out?fileExst=Append"), "no option fileExst", "mean fileExist?"),
        of(SINK + crm("to", "file:out?fileExist=Apend"), "fileExist", "write Override or Append"),
        of(SINK + crm("to", "jms:queue:x?timeToLive=soon"), "timeToLive", "a whole number"),
        of(SINK + crm("to", "jms:queue:x?deliveryPersistent=si"), "deliveryPers", "true or false"),
        of(SINK + crm("to", "ndjson:out.ndjson?rol=daily"), "no option rol", "did you mean roll?"),
        of(SINK + crm("to", "ndjson:out.ndjson?roll=hourly"), "crm].to", "none, daily"),
        of(SINK + crm("to", "ndjson:out.ndjson?keep=3"), "crm].to", "add roll=daily"),
        of(SINK + crm("to", "webhook:ftp://x/"), "webhook names no URL", "webhook:https"),
        of(SINK + crm("to", "webhook:https://x/?followRedirects=true"), "followRed", "remove it"),
        of(SINK + crm("to", "webhook:https://x/?headers=no"), "no headers", "workbin.headers.no"),
        of(
            SINK + crm("to", "webhook:https://x/?signature=s") + "workbin.secrets.s = short\n",
            "shorter than 16 bytes",
            "make a longer one"),
        of(SINK + crm("to", "{{env:NOT_SET_HERE}}"), "variable NOT_SET_HERE", "or write {{env:"),
        of(SINK + crm("to", "ndjson:{{no.such.key}}/x"), "crm].to refers to a key", "set what"),
        of(
            SINK + TO + "workbin.headers.crm.Authorization = Bearer {{env:NOT_SET_HERE}}\n",
            "workbin.headers.crm.Authorization: the environment variable NOT_SET_HERE",
            "set it"),
        of(
            "camel.routeTemplate[a+b].templateId = sink\ncamel.routeTemplate[a+b].to = bean:x\n",
            "camel.routeTemplate[a+b]",
            "use 1 to 64 letters"),
        of(
            """
            camel.routeTemplate[recovery].templateId = sink
            camel.routeTemplate[recovery].to = bean:x
            """,
            "has the name of a route of",
            "take another name"),
        of(INBOX + in("charset", "utf-9"), "charset = 'utf-9'", "write UTF-8"),
        of(INBOX + in("subfolders", "yes"), "subfolders = 'yes'", "true or false"),
        of(INBOX + in("ready", "marked"), "ready = 'marked'", "unchanged or marker or rename"),
        of(INBOX + in("order", "size"), "order = 'size'", "name or time"),
        of(INBOX + in("onError", "stop"), "onError = 'stop'", "continue or reject-file"),
        of(INBOX + in("maxFileSize", "1GB"), "maxFileSize = '1GB'", "number of bytes"),
        of(INBOX + in("maxErrors", "0"), "maxErrors = '0'", "whole number from 1"),
        of(INBOX + in("delay", "0"), "delay = '0'", "from 1ms"),
        of(INBOX + in("minAge", "2s"), "minAge = '2s'", "whole number"),
        of(INBOX + in("concurrency", "many"), "concurrency = 'many'", "whole number"),
        of(INBOX + in("directory", "FILE"), "in].directory cannot be a folder", "another folder"),
        of(INBOX + in("directory", "drop") + in("done", "drop"), "in].done lies in", "another"),
        of(
            INBOX + in("directory", "drop") + in("results", "drop/r") + in("subfolders", "true"),
            "in].results lies in the drop folder of in",
            "another"),
        of(
            INBOX
                + in("directory", "drop")
                + "camel.routeTemplate[two].templateId = file-intake\n"
                + "camel.routeTemplate[two].directory = ./drop\n",
            "is the drop folder of in too",
            "a folder of its own"),
        of(QUEUE + q("batch", "0"), "batch = '0'", "whole number from 1"),
        of(QUEUE + q("concurentConsumers", "4"), "concurentConsumers", "mean concurrentConsumers?"),
        of(
            """
            camel.routeTemplate[t].templateId = jms-intake
            camel.routeTemplate[t].destinationType = topic
            camel.routeTemplate[t].topic = x
            """,
            "subscription is missing",
            "t].subscription"));
  }

  private static Arguments of(String lines, String fault, String remedy) {
    return Arguments.of(lines, fault, remedy);
  }

  private static String crm(String parameter, String value) {
    return "camel.routeTemplate[crm]." + parameter + " = " + value + "\n";
  }

  private static String in(String parameter, String value) {
    return "camel.routeTemplate[in]." + parameter + " = " + value + "\n";
  }

  private static String q(String parameter, String value) {
    return "camel.routeTemplate[q]." + parameter + " = " + value + "\n";
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("wrong")
  void aWrongSettingIsNamedWithItsLineAndRemedy(String lines, String fault, String remedy)
      throws Exception {
    // When
    List<Problem> problems = problems(lines);
    // Then
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).fault()).contains(fault);
    assertThat(problems.get(0).remedy()).contains(remedy);
    assertThat(problems.get(0).place()).matches(".*application\\.properties line \\d+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "camel.routeTemplate[crm].first-delay = 2s",
        "camel.routeTemplate[crm].retries = -1",
        "camel.routeTemplate[crm].when = action=ItemAdded; media=chat,email",
        "camel.routeTemplate[crm].predicate = simple:${body[action]} == 'x'",
        "camel.routeTemplate[crm].source = spool:{{route:id}}?order={{order}}",
        "camel.routeTemplate[crm].source = jms:queue:{{route:id}}?concurrentConsumers=2",
        "camel.routeTemplate[b].templateId = sink\ncamel.routeTemplate[b].to ="
            + " smtp://h:25?username=u&password=RAW(p&w)&to=a@b.c",
        "camel.routeTemplate[crm].redact = {{env:NOT_SET_HERE:userData}}",
        "camel.routeTemplate[crm].maxDelay = {{pause}}\npause = 5m",
        """
        camel.routeTemplate[in].templateId = file-intake
        camel.routeTemplate[in].delay = 5s
        camel.routeTemplate[in].maxFileSize = 5000000000\
        """,
        "camel.routeTemplate[b].templateId = sink\ncamel.routeTemplate[b].to = crm-jms:queue:x\n"
            + "camel.beans.crm-jms = #class:org.apache.camel.component.jms.JmsComponent",
      })
  void whatCamelTakesIsLeftAlone(String lines) throws Exception {
    assertThat(problems(SINK + TO + lines + "\n")).isEmpty();
  }

  @Test
  void everythingIsNamedAtOnceTogetherWithTheOtherKeys() throws Exception {
    // When
    List<Problem> problems =
        problems(
            "gws.retry.time = 2\n"
                + SINK
                + crm("to", "file:out?fileExst=Append&fileExist=Apend")
                + crm("wehn", "action=ItemAdded")
                + crm("format", "xml")
                + INBOX
                + in("charset", "utf-9")
                + QUEUE
                + q("batch", "0"));
    // Then
    assertThat(problems)
        .extracting(Problem::fault)
        .hasSize(7)
        .anyMatch(fault -> fault.contains("gws.retry.time"))
        .anyMatch(fault -> fault.contains("fileExst"))
        .anyMatch(fault -> fault.contains("option fileExist cannot"))
        .anyMatch(fault -> fault.contains("wehn"))
        .anyMatch(fault -> fault.contains("format"))
        .anyMatch(fault -> fault.contains("charset"))
        .anyMatch(fault -> fault.contains("batch"));
  }

  @Test
  void aTemplateOfTheOwnersIsCheckedByItsOwnDeclaration() throws Exception {
    // Given
    Path routes =
        routesWith(
            """
            - route-template:
                id: ftp-intake
                parameters:
                  - name: host
                  - name: directory
                    defaultValue: in
                from:
                  uri: direct:{{host}}-{{directory}}
                  steps: []
            """);
    String template = "camel.routeTemplate[f].templateId = ftp-intake\n";
    // When
    List<Problem> right =
        problems(template + "camel.routeTemplate[f].host = h\n", RouteSource.folder(routes));
    List<Problem> wrong =
        problems(template + "camel.routeTemplate[f].hots = h\n", RouteSource.folder(routes));
    // Then
    assertThat(right).isEmpty();
    assertThat(wrong)
        .extracting(Problem::toString)
        .hasSize(2)
        .anyMatch(text -> text.contains("has no hots: did you mean host?"))
        .anyMatch(text -> text.contains("host is missing"));
  }

  @Test
  void aRouteThatAFileMakesFromATemplateIsCheckedToo() throws Exception {
    // Given
    Path routes =
        routesWith(
            """
            - templatedRoute:
                routeId: crm
                routeTemplateRef: sink
                parameters:
                  - name: to
                    value: bean:notificationLog
                  - name: wehn
                    value: action=ItemAdded
            """);
    // When
    List<Problem> problems = problems("", RouteSource.folder(routes));
    // Then
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).fault()).contains("has no wehn");
    assertThat(problems.get(0).remedy()).isEqualTo("did you mean when?");
    assertThat(problems.get(0).place()).endsWith("own.camel.yaml line 7");
  }

  @Test
  void theRoutesInTheJarDeclareTheSameTemplates() throws Exception {
    assertThat(problems(SINK + TO + crm("wehn", "x"), RouteSource.builtIn())).hasSize(1);
    assertThat(problems(SINK + TO + QUEUE + INBOX, RouteSource.builtIn())).isEmpty();
  }

  @Test
  void noSecretIsShown() throws Exception {
    assertThat(
            problems(
                    SINK
                        + crm("to", "webhook:https://u:p4ss@x/?signature=s")
                        + crm("source", "p4ss")
                        + "workbin.secrets.s = p4ss\n")
                .toString())
        .contains("workbin.secrets.s")
        .doesNotContain("p4ss@");
  }

  private Path routesWith(String more) throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
      for (Path file : shipped.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Files.writeString(routes.resolve("own.camel.yaml"), more);
    return routes;
  }

  private List<Problem> problems(String lines) throws Exception {
    return problems(lines, RouteSource.folder(Path.of("routes")));
  }

  private List<Problem> problems(String lines, RouteSource source) throws Exception {
    Path plain = Files.writeString(folder.resolve("file"), "x");
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            "gws.url = http://gws\ngws.username = a\ngws.password = b\n"
                + lines.replace("FILE", plain.toString()));
    try {
      Configuration unused =
          new ConfigurationLoader(Catalogue.standard(), Map.of(), Map.of())
              .with(new RouteRules(source))
              .load(file, Map.of(), folder);
      assertThat(unused).isNotNull();
      return List.of();
    } catch (ConfigurationException wrong) {
      return wrong.problems();
    }
  }
}
