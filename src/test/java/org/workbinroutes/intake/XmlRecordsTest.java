package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.placement.PlacementRequest;

class XmlRecordsTest {
  private static final String GOOD =
      "<placement requestId='r1' workbinId='w1' agentGroup='G' id='i1'/>";

  @Test
  void readsAnElementForEachRecord() throws Exception {
    // Given
    String xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- the placements of a day -->
        <placements>
          <placement requestId="r1" workbinId="w1" agentGroup="Sales &amp; &#x5BA2;"
                     interactionId="i1" operation="AddChat" saveLAR="true">
            <attribute name="order">4711</attribute>
            <attribute name="note"><![CDATA[a < b]]>
        and more</attribute>
          </placement>
          <placement workbinId="w2" placeGroup="Site" id="i2"/>
        </placements>
        """;

    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml);

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.refusals()).isEmpty();
    PlacementRequest first = contents.requests().get(0);
    assertThat(first.workbin().group()).isEqualTo("Sales & 客");
    assertThat(first.saveLAR()).isTrue();
    assertThat(first.attributes())
        .containsEntry("order", "4711")
        .containsEntry("note", "a < b\nand more");
    assertThat(contents.requests().get(1).requestId()).startsWith("file-");
    assertThat(validatedBySchema(xml)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1"})
  void readsTheEncodingThatItDeclares(String name) throws Exception {
    // Given
    byte[] xml =
        ("<?xml version='1.0' encoding='"
                + name
                + "'?><placements>"
                + GOOD.replace("'G'", "'Größe'")
                + "</placements>")
            .getBytes(Charset.forName(name));

    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml, UTF_8);

    // Then
    assertThat(contents.requests().get(0).workbin().group()).isEqualTo("Größe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "<placement workbinid='w' agentGroup='G' id='i'/>|/workbinid: 'workbinid' is no field of a"
            + " placement request: did you mean 'workbinId'?",
        "<placement workbinId='w' id='i'/>|agentGroup or placeGroup is missing",
        "<placement workbinId='w' agentGroup='G' id='i' attributes='x'/>|'attributes' is no"
            + " attribute of placement",
        "<placement workbinId='w' agentGroup='G' id='i' saveLAR='yes'/>|/saveLAR: saveLAR is not"
            + " one of true, false",
        "<placement workbinId='w' agentGroup='G' id='i'>hello</placement>|there is text in"
            + " placement",
        "<placement workbinId='w' agentGroup='G' id='i'><b/></placement>|'b' is no element of"
            + " placement",
        "<placement workbinId='w' agentGroup='G' id='i'><attribute>x</attribute></placement>|give"
            + " <attribute name=",
        "<placement workbinId='w' agentGroup='G' id='i'><attribute name='a'/><attribute"
            + " name='a'/></placement>|/attributes/a: the attribute 'a' is given twice",
        "<placement workbinId='w' agentGroup='G' id='i'><attribute"
            + " name='a'><b/></attribute></placement>|/attributes/a: the attribute 'a' has an"
            + " element in it",
        "<order/>|'order' is no element of placements",
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude'"
            + " href='file:///etc/passwd'/>|'xi:include' is no element of placements",
        "<placement xmlns='urn:x' workbinId='w' agentGroup='G' id='i'/>|'placement' is no element"
            + " of placements",
        "<placement workbinId='&#10;' agentGroup='G' id='i'/>|workbinId",
      })
  void refusesTheElementThatIsWrongAndNoOther(String element, String why) throws Exception {
    // Given
    String xml = "<placements>\n" + GOOD + "\n" + element + "\n" + GOOD + "</placements>";

    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml);

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.requests()).hasSize(2);
    assertThat(contents.refusals()).hasSize(1);
    assertThat(contents.refusals().get(0).line()).isEqualTo(3);
    assertThat(contents.refusals().get(0).cause().getMessage()).contains(why);
    assertThat(readAgain(contents).refusals().get(0).cause().getMessage())
        .isEqualTo(contents.refusals().get(0).cause().getMessage().replace("line 3", "line 2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "<placements>|not well-formed XML at line 1",
        "<placements></placements>|no element <placement>",
        "<orders/>|line 1: the root is <orders>, not <placements>",
        "<placements a='1'/>|line 1: the root <placements> has the attribute 'a'",
        "<placements><placement a='1' a='2'/></placements>|not well-formed XML at line 1, column",
        "<placements>text</placements>|text between two elements",
        "<placements><?php x?></placements>|a processing instruction",
        "<?xml-stylesheet href='http://127.0.0.1/x'?><placements/>|a processing instruction",
        "<placements>&undeclared;</placements>|not well-formed XML at line 1",
        "<placements/><placements/>|not well-formed XML at line 1",
        "not XML|not well-formed XML at line 1",
        "<placements><placement a='&#0;'/></placements>|not well-formed XML at line 1",
        "<placements><placement a='&#xD800;'/></placements>|not well-formed XML at line 1",
      })
  void readsNoFurtherWhereTheDocumentIsBroken(String xml, String why) throws Exception {
    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml);

    // Then
    assertThat(contents.requests()).isEmpty();
    assertThat(contents.failure()).get().asString().contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<placements xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>",
        "<placements xmlns:x='urn:x'>",
        "<placements xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
            + " xsi:noNamespaceSchemaLocation='placements.xsd'>",
      })
  void readsEveryRootThatIsValidByTheSchema(String root) throws Exception {
    // Given
    String xml = root + GOOD + "</placements>";

    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml);

    // Then
    assertThat(validatedBySchema(xml)).isTrue();
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.requests()).hasSize(1);
  }

  @Test
  void whatIsRefusedTakesTheNamespacesOfItsRootAlong() throws Exception {
    // Given
    String xml =
        "<placements xmlns:x='urn:x'>\n<placement x:y='1'><x:z/></placement>"
            + GOOD
            + "</placements>";

    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml);

    // Then
    assertThat(contents.rejected())
        .containsExactly(
            "<placement xmlns:x=\"urn:x\" x:y=\"1\"><x:z xmlns:x=\"urn:x\"></x:z></placement>");
    assertThat(readAgain(contents).refusals()).hasSize(1);
  }

  @Test
  void namesAnEncodingThatThereIsNot() throws Exception {
    // When
    FileContents contents =
        FileContents.of(FileFormat.XML, "<?xml version='1.0' encoding='utf-nine'?><placements/>");

    // Then
    assertThat(contents.failure())
        .get()
        .asString()
        .contains("line 1: there is no encoding 'utf-nine'");
  }

  @Test
  void saysThatAFileIsEmpty() throws Exception {
    // When
    FileContents contents = FileContents.of(FileFormat.XML, "");

    // Then
    assertThat(contents.failure()).get().asString().contains("not well-formed XML at line 1");
  }

  @Test
  void takesBytesOfAnotherEncodingForAnError() throws Exception {
    // Given
    byte[] xml =
        ("<placements>" + GOOD.replace("'G'", "'Größe'") + "</placements>").getBytes(ISO_8859_1);

    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml, UTF_8);

    // Then
    assertThat(contents.failure()).get().asString().contains("line 1", "encoding");
  }

  @Test
  void fetchesNoExternalEntity(@TempDir Path folder) throws Exception {
    // Given
    Path secret = folder.resolve("secret.txt");
    Files.writeString(secret, "stolen");
    AtomicInteger fetched = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          fetched.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
    String[] attacks = {
      "<!DOCTYPE p [<!ENTITY x SYSTEM '"
          + secret.toUri()
          + "'>]><placements><placement requestId='&x;'/></placements>",
      "<!DOCTYPE p [<!ENTITY x SYSTEM '"
          + secret.toUri()
          + "'>]><placements><placement><attribute"
          + " name='a'>&x;</attribute></placement></placements>",
      "<!DOCTYPE p SYSTEM '" + url + "'><placements>" + GOOD + "</placements>",
      "<!DOCTYPE p [<!ENTITY % d SYSTEM '" + url + "'>%d;]><placements>" + GOOD + "</placements>",
      "<!DOCTYPE p PUBLIC 'a' '" + url + "'><placements>" + GOOD + "</placements>",
      "<placements xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
          + " xsi:noNamespaceSchemaLocation='"
          + url
          + "'>"
          + GOOD
          + "</placements>",
      "<placements><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='"
          + url
          + "' parse='text'/></placements>",
    };

    // When, Then
    try {
      for (String attack : attacks) {
        FileContents contents = FileContents.of(FileFormat.XML, attack);
        // the hint of a schema is passed over, and the document read without it
        assertThat(contents.requests())
            .as(attack)
            .hasSize(attack.contains("noNamespaceSchemaLocation") ? 1 : 0);
        assertThat(contents.toString()).doesNotContain("stolen");
      }
    } finally {
      server.stop(0);
    }
    assertThat(fetched).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void expandsNoEntities(boolean billionLaughs) throws Exception {
    // Given
    StringBuilder xml = new StringBuilder("<!DOCTYPE p [<!ENTITY a0 '" + "x".repeat(1_000) + "'>");
    for (int i = 1; i < 10 && billionLaughs; i++) {
      xml.append("<!ENTITY a")
          .append(i)
          .append(" '")
          .append(("&a" + (i - 1) + ";").repeat(10))
          .append("'>");
    }
    xml.append("]><placements><placement requestId='")
        .append((billionLaughs ? "&a9;" : "&a0;").repeat(1_000))
        .append("'/></placements>");

    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml.toString());

    // Then
    assertThat(contents.records()).isZero();
    assertThat(contents.failure()).get().asString().contains("<!DOCTYPE>", "remove it");
  }

  @Test
  void refusesDeepNesting() throws Exception {
    // Given
    String xml = "<placements>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</placements>";

    // When
    FileContents contents = FileContents.of(FileFormat.XML, xml);

    // Then
    assertThat(contents.failure()).get().asString().contains("more than 32 levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<placements><placement requestId='",
        "<placements><placement><attribute name='a'>",
        "<placements><placement ",
        "<placements><",
        "<placements><!--",
        "<placements>",
        "<!DOCTYPE p [",
        "<?xml version='",
        ""
      })
  void keepsNothingOfAnythingWithoutEnd(String begin) throws Exception {
    // Given
    InputStream endless = new Endless(begin.getBytes(UTF_8), 'x', 1L << 30);

    // When
    FileContents contents =
        FileContents.of(FileFormat.XML, endless, new PlacementRequestParser(1_000), UTF_8);

    // Then
    assertThat(contents.failure()).isPresent();
    assertThat(contents.records()).isZero();
  }

  @Test
  void refusesAnElementThatIsTooLargeAndReadsOn() throws Exception {
    // Given
    String xml =
        "<placements><placement workbinId='"
            + "w".repeat(5_000)
            + "' agentGroup='G' id='i'/>"
            + GOOD
            + "</placements>";

    // When
    FileContents contents =
        FileContents.of(
            FileFormat.XML,
            new ByteArrayInputStream(xml.getBytes(UTF_8)),
            new PlacementRequestParser(1_000),
            UTF_8);

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.refusals().get(0).cause().reason())
        .isEqualTo(InvalidRequestException.Reason.TOO_LARGE);
  }

  @Test
  void whatIsRefusedStandsThereAsItWas() throws Exception {
    // Given
    String element =
        "<placement workbinid=\"&lt;w&amp;&quot;\" id=\"&#10;\"><attribute name=\"n\">a &lt; b\n"
            + "&#13;</attribute></placement>";

    // When
    FileContents contents =
        FileContents.of(FileFormat.XML, "<placements>" + element + "</placements>");

    // Then
    assertThat(contents.rejected()).containsExactly(element);
  }

  @Test
  void aMarkOfUtf16IsTaken() throws Exception {
    // When
    FileContents contents =
        FileContents.of(
            FileFormat.XML, ("<placements>" + GOOD + "</placements>").getBytes(UTF_16), UTF_8);

    // Then
    assertThat(contents.requests()).hasSize(1);
  }

  private static FileContents readAgain(FileContents contents) throws Exception {
    return FileContents.of(
        FileFormat.XML, "<placements>\n" + contents.rejected().get(0) + "</placements>");
  }

  static boolean validatedBySchema(String xml) throws Exception {
    Validator validator =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(
                XmlRecordsTest.class.getResource("/org/workbinroutes/placement/placements.xsd"))
            .newValidator();
    validator.validate(new StreamSource(new StringReader(xml)));
    return true;
  }
}
