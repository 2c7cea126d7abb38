package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.workbinroutes.intake.InvalidRequestException.Reason.INVALID;
import static org.workbinroutes.intake.InvalidRequestException.Reason.MALFORMED;
import static org.workbinroutes.intake.InvalidRequestException.Reason.TOO_LARGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.PlacementRequest;

class PlacementRequestParserTest {
  private static final String WHOLE =
      """
      {"requestId":"r1","workbinId":"w1","agentGroup":"G","interactionId":"i1"}\
      """;

  private final PlacementRequestParser parser = new PlacementRequestParser();

  @Test
  void readsEveryField() throws Exception {
    // Given
    String record =
        """
        {"requestId":"r1","workbinId":"w1","placeGroup":"My Place Group","interactionId":"i1",
         "operation":"AddChat","saveLAR":true,
         "attributes":{"order":12,"big":12345678901234567890,"price":1.10,"tags":["a",null,true],"n":{"m":"x\\ny"}}}
        """;

    // When
    PlacementRequest request = parser.parse(record, () -> "unused");

    // Then
    assertThat(request.requestId()).isEqualTo("r1");
    assertThat(request.workbin())
        .isEqualTo(new GroupWorkbin("w1", GroupKind.PLACE_GROUP, "My Place Group"));
    assertThat(request.interactionId()).isEqualTo("i1");
    assertThat(request.operation()).isEqualTo(AddOperation.ADD_CHAT);
    assertThat(request.saveLAR()).isTrue();
    assertThat(request.attributes())
        .containsEntry("order", 12)
        .containsEntry("big", new java.math.BigInteger("12345678901234567890"))
        .containsEntry("price", new BigDecimal("1.10"))
        .containsEntry("tags", Arrays.asList("a", null, true))
        .containsEntry("n", Map.of("m", "x\ny"));
  }

  @Test
  void fillsTheDefaultsIn() throws Exception {
    // Given
    String record =
        """
        {"workbinId":"w1","agentGroup":"G","interactionId":"i1"}\
        """;

    // When
    PlacementRequest request = parser.parse(record.getBytes(UTF_8), () -> "made-7");

    // Then
    assertThat(request)
        .isEqualTo(
            new PlacementRequest(
                "made-7",
                new GroupWorkbin("w1", GroupKind.AGENT_GROUP, "G"),
                "i1",
                AddOperation.ADD_INTERACTION,
                false,
                Map.of()));
  }

  @Test
  void takesTheNamesThatGwsUses() throws Exception {
    // Given
    String record =
        """
        {"workbinId":"w1","agentGroup":"G","id":"i1","operationName":"AddEmail","saveLAR":"true"}\
        """;

    // When
    PlacementRequest request = parser.parse(record, () -> "r1");

    // Then
    assertThat(request.interactionId()).isEqualTo("i1");
    assertThat(request.operation()).isEqualTo(AddOperation.ADD_EMAIL);
    assertThat(request.saveLAR()).isTrue();
  }

  @Test
  void takesAliasAndNameTogetherIfTheyAgree() throws Exception {
    // Given
    String record =
        """
        {"workbinId":"w1","agentGroup":"G","id":"i1","interactionId":"i1",
         "operation":"AddChat","operationName":"AddChat"}\
        """;

    // When
    PlacementRequest request = parser.parse(record, () -> "r1");

    // Then
    assertThat(request.interactionId()).isEqualTo("i1");
    assertThat(request.operation()).isEqualTo(AddOperation.ADD_CHAT);
  }

  @Test
  void takesEscapesInNamesAndTexts() throws Exception {
    // Given
    String record =
        """
        {"\\u0077orkbinId":"w1","agentGroup":"\\ud83d\\ude00","id":"i1","attributes":{"\\ud83d\\ude00":1}}\
        """;

    // When
    PlacementRequest request = parser.parse(record, () -> "r1");

    // Then
    assertThat(request.workbin().group()).isEqualTo("\uD83D\uDE00");
    assertThat(request.attributes()).containsOnlyKeys("\uD83D\uDE00");
  }

  @Test
  void takesAByteOrderMark() throws Exception {
    assertThat(parser.parse(("\uFEFF" + WHOLE).getBytes(UTF_8), () -> "x").requestId())
        .isEqualTo("r1");
    assertThat(parser.parse("\uFEFF" + WHOLE, () -> "x").requestId()).isEqualTo("r1");
  }

  @ParameterizedTest
  @MethodSource("org.workbinroutes.intake.GroupNames#all")
  void keepsGroupNamesUnharmed(String name) throws Exception {
    // Given
    String record =
        new ObjectMapper()
            .writeValueAsString(Map.of("workbinId", "w1", "placeGroup", name, "id", "i1"));

    // When
    PlacementRequest request = parser.parse(record.getBytes(UTF_8), () -> "r1");

    // Then
    assertThat(request.workbin().group()).isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource(AddOperation.class)
  void knowsEveryOperation(AddOperation operation) throws Exception {
    // Given
    String record =
        """
        {"workbinId":"w1","agentGroup":"G","id":"i1","operation":"%s"}\
        """
            .formatted(operation.wireName());

    // When
    PlacementRequest request = parser.parse(record, () -> "r1");

    // Then
    assertThat(request.operation()).isEqualTo(operation);
  }

  @Test
  void theSchemaListsTheOperationsOfTheEnum() throws Exception {
    // Given
    JsonNode schema;
    try (InputStream resource =
        getClass()
            .getResourceAsStream("/org/workbinroutes/placement/placement-request.schema.json")) {
      schema = new ObjectMapper().readTree(resource);
    }

    // When
    List<String> listed = new ArrayList<>();
    schema.at("/$defs/operation/enum").forEach(name -> listed.add(name.textValue()));

    // Then
    assertThat(listed)
        .containsExactlyElementsOf(
            Arrays.stream(AddOperation.values()).map(AddOperation::wireName).toList());
  }

  @Test
  void reportsEverythingThatIsWrongAtOnce() {
    // Given
    String record =
        """
        {"workbinID":"w1","agentGroup":"A","placeGroup":"P","operation":"addchat","saveLAR":"yes",
         "requestId":7,"attributes":[]}\
        """;

    // When
    InvalidRequestException refused = refused(record.getBytes(UTF_8));

    // Then
    assertThat(refused.errors())
        .extracting(FieldError::pointer)
        .containsExactlyInAnyOrder(
            "/workbinID",
            "/workbinId",
            "/placeGroup",
            "/operation",
            "/saveLAR",
            "/requestId",
            "/attributes",
            "/interactionId");
    assertThat(refused.errors())
        .contains(
            new FieldError(
                "/workbinID",
                "'workbinID' is no field of a placement request: did you mean 'workbinId'?"),
            new FieldError(
                "/workbinId", "workbinId is missing: give a text of 1 to 256 characters"),
            new FieldError("/saveLAR", "saveLAR is not one of true, false"),
            new FieldError(
                "/requestId",
                "requestId is a number: give a text in double quotes, or leave the field out"));
  }

  @Test
  void reportsEveryDuplicateAtOnce() {
    // Given
    String record =
        """
        {"workbinId":"w","workbinId":"w","agentGroup":"G","id":"i","attributes":{"a":[{"b":1,"b":2}]}}\
        """;

    // When
    InvalidRequestException refused = refused(record.getBytes(UTF_8));

    // Then
    assertThat(refused.errors())
        .containsExactly(
            new FieldError("/workbinId", "'workbinId' is given twice: keep one of them"),
            new FieldError("/attributes/a/0/b", "'b' is given twice: keep one of them"));
  }

  @Test
  void namesOnlyTheFirstOfThousandsOfUnknownFields() {
    // Given
    StringBuilder record = new StringBuilder("{");
    for (int i = 0; i < 5_000; i++) {
      record.append("\"x").append(i).append("\":1,");
    }
    record.append("\"id\":\"i\"}");

    // When
    InvalidRequestException refused = refused(record.toString().getBytes(UTF_8));

    // Then
    assertThat(refused.errors()).hasSize(FieldNames.MAX_ERRORS + 1);
    assertThat(refused.errors().get(FieldNames.MAX_ERRORS).message())
        .endsWith("more errors like these");
  }

  @Test
  void placesAFaultyJsonByLineAndColumn() {
    // Given
    String record = "{\"workbinId\":\"w1\",\n  \"agentGroup\":Schmidt}";

    // When
    InvalidRequestException refused = refused(record.getBytes(UTF_8));

    // Then
    assertThat(refused.getMessage()).contains("line 2, column").doesNotContain("Schmidt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileRecords")
  void refusesHostileRecords(
      String what,
      byte[] record,
      InvalidRequestException.Reason reason,
      String pointer,
      String words) {
    // When
    InvalidRequestException refused = refused(record);

    // Then
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.errors())
        .anySatisfy(
            error -> {
              assertThat(error.pointer()).isEqualTo(pointer);
              assertThat(error.message()).contains(words);
            });
    assertThat(refused.getMessage()).hasSizeLessThan(4_000).doesNotContain("SECRET");
    assertThat(refused.getMessage().chars()).noneMatch(Character::isISOControl);
  }

  static Stream<Arguments> hostileRecords() {
    String w = "\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"";
    String deep = "[".repeat(40) + "]".repeat(40);
    String bomb = "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000);
    return Stream.of(
        // not JSON
        row("nothing", "", MALFORMED, "", "empty"),
        row("blanks", " \n\t ", MALFORMED, "", "empty"),
        row("byte order mark alone", "\uFEFF", MALFORMED, "", "empty"),
        row("two byte order marks", "\uFEFF\uFEFF{" + w + "}", MALFORMED, "", "not JSON"),
        row("plain text", "hello SECRET", MALFORMED, "", "not JSON"),
        row("XML", "<a>SECRET</a>", MALFORMED, "", "not JSON"),
        row("cut object", "{" + w, MALFORMED, "", "too early"),
        row("cut text", "{\"workbinId\":\"SECRET", MALFORMED, "", "too early"),
        row("cut name", "{\"workb", MALFORMED, "", "too early"),
        row("single quotes", "{'workbinId':'SECRET'}", MALFORMED, "", "not JSON"),
        row("names without quotes", "{workbinId:\"w\"}", MALFORMED, "", "not JSON"),
        row("comment", "{/* SECRET */" + w + "}", MALFORMED, "", "not JSON"),
        row("line comment", "{" + w + "} // SECRET", MALFORMED, "", "not JSON"),
        row("hash comment", "# SECRET\n{" + w + "}", MALFORMED, "", "not JSON"),
        row("trailing comma", "{" + w + ",}", MALFORMED, "", "not JSON"),
        row("double comma", "{" + w + ",,\"saveLAR\":true}", MALFORMED, "", "not JSON"),
        row("NaN", "{" + w + ",\"attributes\":{\"a\":NaN}}", MALFORMED, "", "NaN"),
        row("Infinity", "{" + w + ",\"attributes\":{\"a\":Infinity}}", MALFORMED, "", "not JSON"),
        row("-Infinity", "{" + w + ",\"attributes\":{\"a\":-Infinity}}", MALFORMED, "", "not JSON"),
        row(
            "leading zero",
            "{" + w + ",\"attributes\":{\"a\":007}}",
            MALFORMED,
            "",
            "leading zero"),
        row("leading plus", "{" + w + ",\"attributes\":{\"a\":+1}}", MALFORMED, "", "not JSON"),
        row("leading point", "{" + w + ",\"attributes\":{\"a\":.5}}", MALFORMED, "", "not JSON"),
        row("trailing point", "{" + w + ",\"attributes\":{\"a\":5.}}", MALFORMED, "", "not JSON"),
        row("hexadecimal", "{" + w + ",\"attributes\":{\"a\":0x10}}", MALFORMED, "", "not JSON"),
        row("raw line break in a text", "{\"workbinId\":\"a\nb\"}", MALFORMED, "", "not JSON"),
        row("raw NUL in a text", "{\"workbinId\":\"a\u0000b\"}", MALFORMED, "", "not JSON"),
        row("unknown escape", "{\"workbinId\":\"\\x41\"}", MALFORMED, "", "not JSON"),
        row("cut escape", "{\"workbinId\":\"\\u00\"}", MALFORMED, "", "not JSON"),
        row("a second object", "{" + w + "}{" + w + "}", MALFORMED, "", "something follows"),
        row("a closing bracket too many", "{" + w + "}}", MALFORMED, "", "not JSON"),
        row("text after the object", "{" + w + "} SECRET", MALFORMED, "", "not JSON"),
        row("a list after the object", "{" + w + "} []", MALFORMED, "", "something follows"),
        // not UTF-8
        bytes(
            "Latin-1",
            "{\"workbinId\":\"Müller\"}".getBytes(ISO_8859_1),
            "not UTF-8 at line 1, column 16"),
        bytes("UTF-16", ("{" + w + "}").getBytes(UTF_16), "not UTF-8 at line 1, column 1:"),
        bytes("overlong slash", hex("7b2261223a22c0af227d"), "not UTF-8"),
        bytes("surrogate as UTF-8", hex("7b2261223a22eda080227d"), "not UTF-8"),
        bytes("beyond Unicode", hex("7b2261223a22f4908080227d"), "not UTF-8"),
        bytes("cut sequence", hex("7b2261223a22e282227d"), "not UTF-8"),
        bytes("lone continuation", hex("7b2261223a2280227d"), "not UTF-8"),
        bytes("sequence cut by the end", hex("7b2261223a22e282"), "not UTF-8"),
        // limits
        row(
            "deep list",
            "{" + w + ",\"attributes\":{\"a\":" + deep + "}}",
            MALFORMED,
            "",
            "32 levels"),
        row("deep object", bomb.substring(0, 200_000), MALFORMED, "", "32 levels"),
        row(
            "long number",
            "{" + w + ",\"attributes\":{\"a\":" + "1".repeat(101) + "}}",
            MALFORMED,
            "",
            "100 a number"),
        row(
            "huge exponent",
            "{" + w + ",\"attributes\":{\"a\":1e999999999}}",
            MALFORMED,
            "/attributes/a",
            "out of range"),
        row(
            "tiny exponent",
            "{" + w + ",\"attributes\":{\"a\":1e-999999999}}",
            MALFORMED,
            "/attributes/a",
            "out of range"),
        row(
            "exponent out of all range",
            "{" + w + ",\"attributes\":{\"a\":1e99999999999}}",
            MALFORMED,
            "/attributes/a",
            "out of range"),
        row("long name", "{\"" + "n".repeat(300) + "\":1}", MALFORMED, "", "256 a field name"),
        row(
            "long text",
            "{" + w + ",\"attributes\":{\"a\":\"" + "x".repeat(70_000) + "\"}}",
            MALFORMED,
            "",
            "65536"),
        row(
            "large record",
            "{" + w + ",\"attributes\":{\"a\":\"" + "x".repeat(300_000) + "\"}}",
            TOO_LARGE,
            "",
            "262144 bytes"),
        row(
            "large by its bytes, not by its characters",
            "\"" + "ü".repeat(140_000) + "\"",
            TOO_LARGE,
            "",
            "262144 bytes"),
        // texts
        row(
            "escaped half surrogate",
            "{\"workbinId\":\"\\ud800\"}",
            MALFORMED,
            "/workbinId",
            "half a surrogate"),
        row(
            "reversed surrogates",
            "{\"workbinId\":\"\\udc00\\ud800\"}",
            MALFORMED,
            "/workbinId",
            "half a surrogate"),
        row(
            "half surrogate in an attribute",
            "{" + w + ",\"attributes\":{\"a\":{\"b\":\"\\udfff\"}}}",
            MALFORMED,
            "/attributes/a/b",
            "half a surrogate"),
        row(
            "half surrogate in a name",
            "{" + w + ",\"attributes\":{\"\\ud800\":1}}",
            MALFORMED,
            "",
            "not JSON"),
        row(
            "escaped NUL",
            "{" + w + ",\"requestId\":\"a\\u0000b\"}",
            INVALID,
            "/requestId",
            "control character at position 2"),
        row(
            "line break in an id",
            "{\"workbinId\":\"w\\r\\nX: SECRET\",\"agentGroup\":\"G\",\"id\":\"i\"}",
            INVALID,
            "/workbinId",
            "control character"),
        row(
            "line break in a group",
            "{\"workbinId\":\"w\",\"agentGroup\":\"G\\n\",\"id\":\"i\"}",
            INVALID,
            "/agentGroup",
            "control character"),
        row(
            "C1 control",
            "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"\\u0085\"}",
            INVALID,
            "/id",
            "control character"),
        row(
            "empty id",
            "{\"workbinId\":\"\",\"agentGroup\":\"G\",\"id\":\"i\"}",
            INVALID,
            "/workbinId",
            "1 to 256"),
        row(
            "blank id",
            "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"   \"}",
            INVALID,
            "/id",
            "id is missing"),
        row(
            "blank group",
            "{\"workbinId\":\"w\",\"placeGroup\":\"\\u3000\",\"id\":\"i\"}",
            INVALID,
            "/placeGroup",
            "missing"),
        row(
            "long id",
            "{\"workbinId\":\"" + "S".repeat(257) + "\",\"agentGroup\":\"G\",\"id\":\"i\"}",
            INVALID,
            "/workbinId",
            "256"),
        row(
            "long by UTF-16 alone",
            "{\"workbinId\":\"" + "😀".repeat(129) + "\",\"agentGroup\":\"G\",\"id\":\"i\"}",
            INVALID,
            "/workbinId",
            "258 characters long"),
        // shapes
        row("a list", "[{" + w + "}]", INVALID, "", "the record is an array"),
        row("a text", "\"SECRET\"", INVALID, "", "the record is a text"),
        row("a number", "42", INVALID, "", "the record is a number"),
        row("null", "null", INVALID, "", "the record is null"),
        row("true", "true", INVALID, "", "the record is true or false"),
        row("no field at all", "{}", INVALID, "/workbinId", "missing"),
        row(
            "no group",
            "{\"workbinId\":\"w\",\"id\":\"i\"}",
            INVALID,
            "/agentGroup",
            "agentGroup or placeGroup is missing"),
        row(
            "both groups",
            "{\"workbinId\":\"w\",\"id\":\"i\",\"agentGroup\":\"G\",\"placeGroup\":\"P\"}",
            INVALID,
            "/placeGroup",
            "both given"),
        row(
            "both groups, one null",
            "{\"workbinId\":\"w\",\"id\":\"i\",\"agentGroup\":\"G\",\"placeGroup\":null}",
            INVALID,
            "/placeGroup",
            "null"),
        row(
            "no interaction",
            "{\"workbinId\":\"w\",\"agentGroup\":\"G\"}",
            INVALID,
            "/interactionId",
            "interactionId is missing"),
        row(
            "null id",
            "{\"workbinId\":null,\"agentGroup\":\"G\",\"id\":\"i\"}",
            INVALID,
            "/workbinId",
            "workbinId is null"),
        row(
            "number as id",
            "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":4711}",
            INVALID,
            "/id",
            "id is a number"),
        row(
            "object as group",
            "{\"workbinId\":\"w\",\"agentGroup\":{\"name\":\"SECRET\"},\"id\":\"i\"}",
            INVALID,
            "/agentGroup",
            "an object"),
        row(
            "list as id",
            "{\"workbinId\":[\"w\"],\"agentGroup\":\"G\",\"id\":\"i\"}",
            INVALID,
            "/workbinId",
            "an array"),
        row(
            "alias and name differ",
            "{" + w + ",\"interactionId\":\"SECRET\"}",
            INVALID,
            "/id",
            "differ"),
        row(
            "operations differ",
            "{" + w + ",\"operation\":\"AddChat\",\"operationName\":\"AddEmail\"}",
            INVALID,
            "/operationName",
            "differ"),
        row(
            "operation in lower case",
            "{" + w + ",\"operation\":\"addchat\"}",
            INVALID,
            "/operation",
            "AddInteraction, AddChat"),
        row(
            "operation that takes out",
            "{" + w + ",\"operation\":\"PullInteraction\"}",
            INVALID,
            "/operation",
            "is not one of"),
        row(
            "operation as number",
            "{" + w + ",\"operationName\":1}",
            INVALID,
            "/operationName",
            "operationName"),
        row("saveLAR as number", "{" + w + ",\"saveLAR\":1}", INVALID, "/saveLAR", "true, false"),
        row(
            "saveLAR in upper case",
            "{" + w + ",\"saveLAR\":\"TRUE\"}",
            INVALID,
            "/saveLAR",
            "true, false"),
        row("saveLAR null", "{" + w + ",\"saveLAR\":null}", INVALID, "/saveLAR", "true, false"),
        row(
            "attributes as text",
            "{" + w + ",\"attributes\":\"SECRET\"}",
            INVALID,
            "/attributes",
            "give an object"),
        row(
            "unknown field",
            "{" + w + ",\"priority\":\"SECRET\"}",
            INVALID,
            "/priority",
            "no field of a placement request"),
        row(
            "misspelt field",
            "{" + w + ",\"opration\":\"AddChat\"}",
            INVALID,
            "/opration",
            "did you mean 'operation'?"),
        row(
            "field in another case",
            "{" + w + ",\"SaveLar\":true}",
            INVALID,
            "/SaveLar",
            "did you mean 'saveLAR'?"),
        row(
            "field in snake case",
            "{" + w + ",\"request_id\":\"r\"}",
            INVALID,
            "/request_id",
            "did you mean 'requestId'?"),
        row("field that a library passes over", "{" + w + ",\"#x\":1}", INVALID, "/#x", "no field"),
        row(
            "field with slash and tilde",
            "{" + w + ",\"a/b~c\":1}",
            INVALID,
            "/a~1b~0c",
            "no field"),
        row(
            "field with a line break",
            "{" + w + ",\"a\\nb\":1}",
            INVALID,
            "/a?b",
            "'a?b' is no field"),
        row(
            "long unknown field",
            "{" + w + ",\"" + "n".repeat(200) + "\":1}",
            INVALID,
            "/" + "n".repeat(40) + "...",
            "no field"),
        row(
            "polymorphic type",
            "{" + w + ",\"@class\":\"java.net.URL\"}",
            INVALID,
            "/@class",
            "no field"),
        row("prototype", "{" + w + ",\"__proto__\":{}}", INVALID, "/__proto__", "no field"),
        row("field twice", "{" + w + ",\"id\":\"j\"}", MALFORMED, "/id", "'id' is given twice"),
        row(
            "field twice by escape",
            "{" + w + ",\"\\u0069d\":\"j\"}",
            MALFORMED,
            "/id",
            "given twice"));
  }

  @Test
  void refusesAHalfSurrogateInAText() {
    // When
    InvalidRequestException refused =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> parser.parse("{\"workbinId\":\"\uD800\"}", () -> "r1"));

    // Then
    assertThat(refused.reason()).isEqualTo(MALFORMED);
    assertThat(refused.getMessage()).contains("half a surrogate pair");
  }

  @Test
  void refusesADefaultRequestIdThatCannotTravel() {
    // When
    InvalidRequestException refused =
        catchThrowableOfType(
            InvalidRequestException.class,
            () ->
                parser.parse(
                    "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}", () -> "a\u0007"));

    // Then
    assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/requestId");
  }

  private InvalidRequestException refused(byte[] record) {
    InvalidRequestException refused =
        catchThrowableOfType(
            InvalidRequestException.class, () -> parser.parse(record, () -> "made"));
    assertThat(refused).as("refusal").isNotNull();
    return refused;
  }

  private static Arguments row(
      String what,
      String record,
      InvalidRequestException.Reason reason,
      String pointer,
      String words) {
    return arguments(what, record.getBytes(UTF_8), reason, pointer, words);
  }

  private static Arguments bytes(String what, byte[] record, String words) {
    return arguments(what, record, MALFORMED, "", words);
  }

  private static byte[] hex(String digits) {
    return java.util.HexFormat.of().parseHex(digits);
  }
}
