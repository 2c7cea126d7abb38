package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predicates, formats and redaction: what a sink takes and what it gets. */
class SinkPlanTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant HEARD_AT = Instant.parse("2026-11-24T12:00:00.123Z");

  private static final String NOTIFICATION =
      """
      {"action":"ItemAdded","agentGroup":"Sales","emailStateResourceV2":{"id":"i-1",\
      "subject":"my illness","userData":{"caseId":"C-7","amount":0.10,"big":12345678901234567890123,\
      "tags":["a",{"Phone":"555-1"}],"phone":"555-2","workPhone":"555-3","vip":true,"none":null}},\
      "fresh":{"userData":{"phone":"555-4","x":1}},"id":"w-1","messageType":"WorkbinStateChangeMessage",\
      "referenceId":16}\
      """;

  private static DefaultCamelContext context;
  private final NotificationCodec codec = new NotificationCodec();

  @BeforeAll
  static void startContext() {
    context = new DefaultCamelContext();
    context.start();
  }

  @AfterAll
  static void stopContext() {
    context.stop();
  }

  private SpooledNotification sample() {
    return spooled(NOTIFICATION, ours());
  }

  private static ConfirmedPlacement ours() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("iban", "DE-99");
    attributes.put("order", 4711);
    return new ConfirmedPlacement("R-1", "file:orders.ndjson#3", attributes);
  }

  private SpooledNotification spooled(String text, ConfirmedPlacement placement) {
    return new SpooledNotification("a.1", HEARD_AT, codec.read(text), placement, null);
  }

  private SinkPlan plan(String... parameters) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    return SinkPlan.compile(
        new SinkSettings(
            map.getOrDefault("name", "crm"),
            map.getOrDefault("to", "sql:insert"),
            map.get("when"),
            map.get("predicate"),
            map.get("format"),
            map.get("fields"),
            map.get("redact"),
            map.get("eventSource")),
        context,
        codec);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "jsonpath:$.emailStateResourceV2.userData[?(@.vip == true)]       | true",
        "jsonpath:$[?(@.emailStateResourceV2.userData.vip == true)]       | true",
        "jsonpath:$.emailStateResourceV2.userData.vip                     | true",
        "jsonpath:$.emailStateResourceV2.userData.nowhere                 | false",
        "jsonpath:$.no.such.path                                          | false",
        "jsonpath:$..[?(@.caseId =~ /C-.*/)]                              | true",
        "jsonpath:$..[?(@.caseId == 'C-8')]                               | false",
        "simple:${body[action]} == 'ItemAdded'                            | true",
        "simple: ${body[emailStateResourceV2][userData][caseId]} == 'C-7' | true",
        "simple:${body[emailStateResourceV2][userData][caseId]} == 'C-8'  | false",
        "simple:${header.WorkbinRequestId} == 'R-1'                       | true",
        "simple:${body[nowhere]} != null                                  | false",
      })
  void a_predicate_decides_by_what_the_notification_holds(String predicate, boolean taken) {
    assertThat(plan("predicate", predicate).matches(sample())).isEqualTo(taken);
  }

  @Test
  void text_of_a_notification_is_never_a_part_of_the_predicate() {
    // Given
    SpooledNotification hostile =
        spooled(NOTIFICATION.replace("C-7", "${body.clear} {{secret}} $.action"), null);
    // When
    SinkPlan plan =
        plan(
            "predicate",
            "simple:${body[emailStateResourceV2][userData][caseId]} contains 'body.clear'");
    // Then
    assertThat(plan.matches(hostile)).isTrue();
    assertThat(hostile.notification().body()).containsKey("action");
  }

  @Test
  void a_predicate_that_has_no_result_quotes_nothing() {
    SinkPlan plan = plan("predicate", "simple:${body[agentGroup].nonsense} == 'x'");
    assertThatThrownBy(() -> plan.matches(sample()))
        .isInstanceOf(PredicateFailedException.class)
        .hasMessageContaining("sink 'crm'")
        .hasMessageNotContaining("Sales");
  }

  @Test
  void raw_is_what_GWS_sent() {
    assertThat(plan().deliver(sample()).body()).isEqualTo(NOTIFICATION);
    assertThat(plan("format", "RAW").deliver(sample()).headers())
        .isEqualTo(
            Map.of(
                "Content-Type", "application/json",
                "WorkbinRequestId", "R-1",
                "WorkbinSource", "file:orders.ndjson#3"));
  }

  @Test
  void summary_is_one_line_of_text_without_customer_data() {
    // When
    Delivery delivery = plan("format", "summary").deliver(sample());
    // Then
    assertThat(delivery.body()).isEqualTo("ItemAdded email i-1 in w-1@agentGroup:Sales");
    assertThat(delivery.headers()).containsEntry("Content-Type", "text/plain; charset=UTF-8");
  }

  @Test
  void flat_has_the_usual_columns_if_no_others_are_asked_for() throws Exception {
    // When
    String row = (String) plan("format", "flat").deliver(sample()).body();
    // Then
    assertThat(row)
        .isEqualTo(
            "{\"action\":\"ItemAdded\",\"messageType\":\"WorkbinStateChangeMessage\","
                + "\"media\":\"email\",\"groupKind\":\"agentGroup\",\"group\":\"Sales\","
                + "\"workbin\":\"w-1\",\"interactionId\":\"i-1\",\"referenceId\":16,"
                + "\"heardAt\":\"2026-11-24T12:00:00.123Z\",\"requestId\":\"R-1\","
                + "\"source\":\"file:orders.ndjson#3\"}");
    SpooledNotification other = spooled("{\"messageType\":\"New\"}", null);
    assertThat(JSON.readTree((String) plan("format", "flat").deliver(other).body()).get("media"))
        .isEqualTo(JSON.nullNode());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "caseId=userData.caseId, ours        | {\"caseId\":\"C-7\",\"ours\":true}",
        "userData.amount,userData.big        |"
            + " {\"userData.amount\":0.10,\"userData.big\":12345678901234567890123}",
        "userData.tags                       |"
            + " {\"userData.tags\":\"[\\\"a\\\",{\\\"Phone\\\":\\\"555-1\\\"}]\"}",
        "userData.none, userData.absent      | {\"userData.none\":null,\"userData.absent\":null}",
        "s=item.subject, id                  | {\"s\":\"my illness\",\"id\":\"a.1\"}",
        "attributes.*                        |"
            + " {\"attributes.iban\":\"DE-99\",\"attributes.order\":4711}",
        "r=notification.referenceId          | {\"r\":16}",
        "\"a,b\"=action, \"a=b\"=media       | {\"a,b\":\"ItemAdded\",\"a=b\":\"email\"}",
      })
  void flat_has_the_columns_one_asks_for(String fields, String row) {
    assertThat(plan("format", "flat", "fields", fields).deliver(sample()).body()).isEqualTo(row);
  }

  @Test
  void columns_are_a_map_for_endpoints_that_take_values_by_name() {
    // When
    Delivery delivery =
        plan(
                "format",
                "columns",
                "fields",
                "caseId=userData.caseId,userData.amount,media,none=source")
            .deliver(spooled(NOTIFICATION, null));
    // Then
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("caseId", "C-7");
    row.put("userData.amount", new BigDecimal("0.10"));
    row.put("media", "email");
    row.put("none", null);
    assertThat(delivery.body()).isEqualTo(row);
    assertThat(delivery.headers()).isEmpty();
  }

  @Test
  void cloudevents_have_every_attribute_that_the_standard_asks_for() throws Exception {
    // When
    Delivery delivery =
        plan("format", "cloudevents", "eventSource", "https://gws.example").deliver(sample());
    // Then
    JsonNode event = JSON.readTree((String) delivery.body());
    requireCloudEvent(event);
    assertThat(delivery.headers())
        .containsEntry("Content-Type", "application/cloudevents+json; charset=UTF-8");
    assertThat(event.get("id").asText()).isEqualTo("a.1");
    assertThat(event.get("source").asText()).isEqualTo("https://gws.example");
    assertThat(event.get("type").asText()).isEqualTo("org.workbinroutes.notification.ItemAdded");
    assertThat(event.get("subject").asText()).isEqualTo("i-1");
    assertThat(event.get("time").asText()).isEqualTo(HEARD_AT.toString());
    assertThat((String) delivery.body())
        .endsWith(
            "\"data\":{\"notification\":"
                + NOTIFICATION
                + ",\"placement\":{\"requestId\":\"R-1\",\"source\":\"file:orders.ndjson#3\","
                + "\"attributes\":{\"iban\":\"DE-99\",\"order\":4711}}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}",
        "{\"messageType\":\"Subscription\",\"id\":\"w\",\"placeGroup\":\"g\"}",
        "{\"action\":\"\",\"chatStateResourceV2\":{\"id\":\"\"}}",
        "{\"action\":\"a\\u0000b\\u0085c\\ud800d\\ufffe\\ufdd0\",\"xStateResourceV2\":{\"id\":\"\\u0007\"}}",
      })
  void whatever_GWS_sends_is_a_valid_cloudevent(String text) throws Exception {
    // Given
    SpooledNotification spooled = new SpoolCodec(codec).read(text);
    // When
    Object body = plan("format", "cloudevents").deliver(spooled).body();
    // Then
    requireCloudEvent(JSON.readTree((String) body));
    assertThat(plan("format", "cloudevents").deliver(new SpoolCodec(codec).read(text)).body())
        .isEqualTo(body);
  }

  private static void requireReadByTheirSdk(JsonNode event) throws Exception {
    byte[] sent = event.toString().getBytes(StandardCharsets.UTF_8);
    CloudEvent read = new JsonFormat().deserialize(sent);
    assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
    assertThat(read.getId()).isEqualTo(event.get("id").asText());
    assertThat(read.getType()).isEqualTo(event.get("type").asText());
    assertThat(read.getSource()).hasToString(event.get("source").asText());
    assertThat(read.getSubject()).isEqualTo(event.path("subject").textValue());
    assertThat(read.getExtensionNames()).isEmpty();
    assertThat(((JsonCloudEventData) read.getData()).getNode())
        .isEqualTo(JSON.readTree(sent).get("data"));
  }

  /** The rules of CloudEvents 1.0.2 and its JSON format, for the attributes we set. */
  private static void requireCloudEvent(JsonNode event) throws Exception {
    requireReadByTheirSdk(event);
    assertThat(event.get("specversion").textValue()).isEqualTo("1.0");
    for (String required : List.of("id", "source", "type")) {
      assertThat(event.path(required).isTextual()).as(required).isTrue();
      assertThat(event.path(required).asText()).as(required).isNotEmpty();
    }
    assertThat(URI.create(event.get("source").asText()).toString()).isNotEmpty();
    assertThat(event.get("datacontenttype").asText()).isEqualTo("application/json");
    if (event.has("time")) {
      assertThat(OffsetDateTime.parse(event.get("time").asText())).isNotNull();
    }
    if (event.has("subject")) {
      assertThat(event.get("subject").asText()).isNotEmpty();
    }
    assertThat(event.get("data").isObject()).isTrue();
    for (Map.Entry<String, JsonNode> attribute : event.properties()) {
      assertThat(attribute.getKey()).matches("[a-z0-9]{1,20}");
      if (!attribute.getKey().equals("data")) {
        assertThat(attribute.getValue().asText().codePoints())
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || (c & 0xFFFE) == 0xFFFE
                        || (c >= 0xFDD0 && c <= 0xFDEF));
      }
    }
  }

  @ParameterizedTest(name = "{0} takes out {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "phone                | 555-1 555-2 555-4         | 555-3 C-7 my illness",
        "*PHONE               | 555-1 555-2 555-3 555-4   | C-7",
        "userData             | 555-1 555-2 555-3 555-4 C-7 0.10 vip | my illness Sales i-1",
        "userData.caseId      | C-7                       | 555-2",
        "*                    | 555-1 555-2 555-3 555-4 C-7 | my illness",
        "item.subject         | illness                   | 555-2 i-1",
        "item.*               | illness 555-2             | i-1 Sales 555-4",
        "attributes           | DE-99 4711                | C-7",
        "attributes.IBAN,tags | DE-99 555-1               | 4711 555-2",
        "\"phone\", caseId    | 555-2 C-7                 | 555-3",
      })
  void redaction_holds_in_every_format(String redact, String gone, String kept) {
    for (String format : List.of("raw", "flat", "columns", "cloudevents")) {
      // Given
      boolean flat = format.equals("flat") || format.equals("columns");
      SinkPlan plan =
          plan(
              "format",
              format,
              "redact",
              redact,
              "fields",
              flat
                  ? "interactionId,group,userData.*,item.subject,attributes.*,notification.fresh"
                  : null);
      SpooledNotification before = sample();
      // When
      Delivery delivery = plan.deliver(before);
      // Then
      String all =
          delivery.body()
              + delivery.headers().toString()
              + new SpoolCodec(codec).write(delivery.spooled());
      assertThat(all).as(format).doesNotContain(gone.split(" ", -1));
      for (String value : kept.split(" ", -1)) {
        assertThat(all).as(format).contains(value);
      }
      assertThat(before).isEqualTo(sample());
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "item.subject |"
            + " {'emailStateResourceV2':{'id':'i'},'chatStateResourceV2':{'id':'j','subject':'SECRET'}}",
        "item.subject |"
            + " {'emailStateResourceV2':[{'id':'i','subject':'SECRET'},{'SUBJECT':'SECRET'}]}",
        "item.subject |"
            + " {'emailStateResourceV2':[[{'subject':'SECRET'}],{'more':{'xStateResourceV2':{'Subject':'SECRET'}}}]}",
        "Item.SUBJECT | {'items':[{'emailstateresourcev2':{'subject':'SECRET'}}]}",
        "item.sub*    | {'stateResourceV3':{'subject':'SECRET'}}",
        "item.subject |"
            + " {'interaction':{'subject':'SECRET'},'workbin':{'Interactions':[{'subject':'SECRET'}]}}",
        "item.*       |"
            + " {'emailStateResourceV2':{'id':'i'},'chatStateResourceV2':{'ID':'SECRET','x':['SECRET']}}",
        "phone        | {'list':[[{'USERDATA':{'a':[[{'PHONE':'SECRET'}]]}}]]}",
        "phone        |"
            + " {'xStateResourceV2':{'userData':{'a':[{'key':'Phone','type':'str','value':'SECRET'}]}}}",
        "*s           | {'xStateResourceV2':{'userData':{'\u017f':'SECRET'}}}",
      })
  void redaction_holds_for_every_item_wherever_it_stands(String redact, String text) {
    // Given
    SpooledNotification several = spooled(text.replace('\'', '"'), null);
    for (String format : List.of("raw", "columns", "cloudevents")) {
      String fields = format.equals("columns") ? "userData.*,item.*,notification.*" : null;
      // When
      Delivery delivery =
          plan("format", format, "redact", redact, "fields", fields).deliver(several);
      // Then
      assertThat(delivery.body() + new SpoolCodec(codec).write(delivery.spooled()))
          .as(format)
          .doesNotContain("SECRET");
    }
  }

  @Test
  void a_number_of_a_billion_digits_is_a_text_in_a_column() {
    SpooledNotification bomb =
        spooled("{\"xStateResourceV2\":{\"userData\":{\"n\":1e999999999,\"m\":1e300}}}", null);
    assertThat(plan("format", "columns", "fields", "userData.*").deliver(bomb).body())
        .isEqualTo(Map.of("userData.n", "1E+999999999", "userData.m", new BigDecimal("1E+300")));
  }

  @Test
  void userData_whose_keys_nobody_can_tell_goes_as_a_whole() {
    SpooledNotification odd =
        spooled("{\"xStateResourceV2\":{\"id\":\"1\",\"userData\":\"phone=555\"}}", null);
    assertThat(plan("redact", "phone").deliver(odd).body())
        .isEqualTo("{\"xStateResourceV2\":{\"id\":\"1\"}}");
    assertThat(plan().deliver(odd).body()).isEqualTo(codec.write(odd.notification()));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "format      | flta                  | is unknown: did you mean 'flat'? write raw, flat,"
            + " columns, summary or cloudevents",
        "fields      | action                | is for format=flat and format=columns, and the"
            + " format is raw",
        "redact      | a,,b                  | an entry is empty: remove the extra comma",
        "redact      | \"a                   | a double quote is not closed",
        "redact      | item.id               | item.id cannot be taken out",
        "redact      | attributes.           | 'attributes.' names nothing",
        "predicate   | $.action              | names no language: write simple:... or jsonpath:...",
        "predicate   | jsonpath:$.[          | cannot be compiled",
        "predicate   | simple:${body[a]      | cannot be compiled",
        "predicate   | simple:${nosuch}      | cannot be compiled",
        "when        | colour=red            | the key 'colour' is unknown",
      })
  void a_wrong_parameter_names_the_sink_the_parameter_and_the_remedy(
      String parameter, String value, String message) {
    assertThatThrownBy(() -> plan(parameter, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Sink 'crm': ")
        .hasMessageContaining(parameter + "=" + value)
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "fields={0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "actoin               | there is no value 'actoin': did you mean 'action'?",
        "action,action        | 'action' stands there twice",
        "x=                   | is no column",
        "=action              | is no column",
        "x=userData.*         | is many columns",
        "userData.            | names nothing",
      })
  void a_wrong_column_is_told(String fields, String message) {
    assertThatThrownBy(() -> plan("format", "flat", "fields", fields))
        .hasMessageStartingWith("Sink 'crm': fields=" + fields)
        .hasMessageContaining(message);
  }

  @Test
  void what_cannot_go_together_is_told() {
    assertThatThrownBy(() -> plan("format", "columns", "to", "webhook:https://crm.example"))
        .hasMessageContaining("format=columns makes a map, and webhook: sends text");
    assertThatThrownBy(() -> plan("format", "cloudevents", "eventSource", "no uri"))
        .hasMessageContaining("eventSource=no uri is no URI");
    assertThatThrownBy(() -> plan("name", "default", "when", "media=chat"))
        .hasMessageContaining("Sink 'default': when=media=chat cannot be");
    assertThatThrownBy(() -> plan("name", "default", "predicate", "simple:${body[a]} == 'b'"))
        .hasMessageContaining("Sink 'default': predicate=");
    assertThatThrownBy(() -> plan("name", "a b")).hasMessageContaining("'a b'");
  }

  @Test
  void what_was_spooled_is_read_again() {
    // Given
    SpoolCodec spool = new SpoolCodec(codec);
    // When
    SpooledNotification read = spool.read(spool.write(sample().addressedTo("crm")));
    // Then
    assertThat(read).isEqualTo(sample().addressedTo("crm"));
    assertThat(codec.write(read.notification())).isEqualTo(NOTIFICATION);
    for (SpooledNotification bare :
        Arrays.asList(
            spooled(NOTIFICATION, null), spooled("{\"workbinSpool\":{\"id\":\"mine\"}}", null))) {
      assertThat(spool.read(spool.write(bare))).isEqualTo(bare);
    }
  }

  @Test
  void a_text_that_was_spooled_by_an_earlier_release_is_a_notification() {
    // Given
    SpoolCodec spool = new SpoolCodec(codec);
    // When
    SpooledNotification read = spool.read(NOTIFICATION);
    // Then
    assertThat(read.notification()).isEqualTo(codec.read(NOTIFICATION));
    assertThat(read.isOurs()).isFalse();
    assertThat(read.addressee()).isNull();
    assertThat(read.id()).isEqualTo(spool.read(NOTIFICATION).id());
    assertThat(read.id()).isNotEqualTo(spool.read(Samples.AGENT_GROUP).id());
    assertThat(spool.read("{\"workbinSpool\":7}").notification().body())
        .containsKey("workbinSpool");
  }

  @Test
  void the_default_sink_takes_what_no_other_takes() {
    // Given
    SinkPlans plans = new SinkPlans();
    SinkPlan fallback = plan("name", "default");
    SinkPlan chats = plan("name", "chats", "when", "media=chat");
    SinkPlan broken =
        plan("name", "broken", "when", "media=tweet", "predicate", "simple:${body[x].y} == '1'");
    plans.add(fallback);
    plans.add(chats);
    plans.add(broken);
    SpooledNotification chat = spooled(Samples.AGENT_GROUP, null);
    SpooledNotification tweet = spooled("{\"x\":\"1\",\"tweetStateResourceV2\":{}}", null);
    // Then
    assertThat(plans.takes(fallback, sample())).isTrue();
    assertThat(plans.takes(fallback, chat)).isFalse();
    assertThat(plans.takes(fallback, tweet)).as("a dead letter of another").isFalse();
    assertThat(plans.takes(chats, sample().addressedTo("chats"))).isTrue();
    assertThat(plans.takes(chats, chat.addressedTo("default"))).isFalse();
    assertThat(plans.takes(fallback, chat.addressedTo("default"))).isTrue();
    plans.remove(chats);
    assertThat(plans.takes(fallback, chat)).isTrue();
    plans.add(plan("name", "all"));
    assertThat(plans.takes(fallback, sample())).isFalse();
  }
}
