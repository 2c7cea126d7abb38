package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/**
 * The elements {@code placement} of a document {@code placements}, as in {@code placements.xsd}.
 * Nothing but elements, attributes and text is taken; broken XML ends the reading: what follows is
 * unknown.
 */
final class XmlRecords extends FileRecords {
  private static final String ROOT = "placements";
  private static final String RECORD = "placement";
  private static final String ATTRIBUTES = "attributes";
  private static final String ATTRIBUTE = "attribute";
  private static final String NAME = "name";
  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final int HEAD_BYTES = 256;
  private static final String MARK = "\u00ef\u00bb\u00bf";
  private static final Pattern LATE_DECLARATION = Pattern.compile("\\s+<\\?xml\\s");
  private static final Pattern ENCODING =
      Pattern.compile("<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([^\"'>]*)[\"']");
  private static final RecordFrame FRAME =
      RecordFrame.of(
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<placements>\n", "\n", "\n</placements>\n");

  private final PushbackInputStream file;
  private final RecordLimit limit;
  private final int maxBytes;
  private XMLStreamReader xml;
  private long position;
  private long line = 1;
  private int depth;

  XmlRecords(InputStream in, int maxBytes) {
    this.file = new PushbackInputStream(in, HEAD_BYTES);
    this.limit = new RecordLimit(file, maxBytes);
    this.maxBytes = maxBytes;
  }

  @Override
  FileRecord read() throws IOException, InvalidRequestException {
    if (xml == null) {
      open();
    }
    while (true) {
      switch (advance()) {
        case XMLStreamConstants.START_ELEMENT -> {
          limit.nextRecord();
          return record();
        }
        case XMLStreamConstants.END_ELEMENT -> {
          requireEnd();
          return null;
        }
        default -> requireBlank("between two elements placement");
      }
    }
  }

  @Override
  RecordFrame frame() {
    return FRAME;
  }

  @Override
  public void close() throws IOException {
    try {
      if (xml != null) {
        xml.close();
      }
    } catch (XMLStreamException alreadyBroken) {
      // the file itself is closed below
    } finally {
      file.close();
    }
  }

  private void open() throws IOException {
    // the JDK's own, whatever else lies on the class path
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is fetched");
        });
    try {
      xml = factory.createXMLStreamReader(limit, encoding());
    } catch (XMLStreamException | RuntimeException notXml) {
      throw unreadable(notXml);
    }
    int event;
    do {
      event = advance();
    } while (event != XMLStreamConstants.START_ELEMENT);
    requireRoot();
  }

  /** The encoding if it has a name that the parser does not know; null if it knows it. */
  private String encoding() throws IOException {
    byte[] bytes = file.readNBytes(HEAD_BYTES);
    file.unread(bytes);
    String head = new String(bytes, StandardCharsets.ISO_8859_1);
    if (head.startsWith(MARK)) {
      head = head.substring(MARK.length());
    }
    if (LATE_DECLARATION.matcher(head).lookingAt()) {
      throw new UnreadableFileException(
          "line 1: there are blanks or a blank line before <?xml, which must be the very first:"
              + " remove them");
    }
    Matcher declared = ENCODING.matcher(head);
    if (!declared.lookingAt()) {
      return null;
    }
    String name = declared.group(1);
    try {
      String known = Charset.forName(name).name();
      return known.equalsIgnoreCase(name) ? null : known;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw new UnreadableFileException(
          "line 1: there is no encoding "
              + FieldNames.shown(name)
              + ": write the name of the one that the file is saved in, as in encoding=\"UTF-8\"");
    }
  }

  private void requireRoot() throws UnreadableFileException {
    String at = "line " + line + ": the root ";
    String name = FieldNames.shown(qualified(xml.getPrefix(), xml.getLocalName()));
    String shown = '<' + name.substring(1, name.length() - 1) + '>';
    if (!xml.getLocalName().equals(ROOT)) {
      throw new UnreadableFileException(
          at + "is " + shown + ", not <placements>: put each <placement> into one <placements>");
    }
    if (!isPlain()) {
      throw new UnreadableFileException(
          at
              + shown
              + " is in the namespace "
              + FieldNames.shown(xml.getNamespaceURI())
              + ": take xmlns or the prefix away, placements.xsd has no namespace");
    }
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (!isForSchema(i)) {
        throw new UnreadableFileException(
            at
                + shown
                + " has the attribute "
                + FieldNames.shown(
                    qualified(xml.getAttributePrefix(i), xml.getAttributeLocalName(i)))
                + ": take it away");
      }
    }
  }

  /** What every valid document may say of its schema, which is not fetched. */
  private boolean isForSchema(int attribute) {
    return SCHEMA_INSTANCE.equals(xml.getAttributeNamespace(attribute));
  }

  private FileRecord record() throws IOException, InvalidRequestException {
    position++;
    long begin = line;
    Element element = new Element();
    element.read();
    String original = element.original.toString();
    byte[] bytes = original.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > maxBytes) {
      return FileRecord.unreadable(
          position, begin, PlacementRequestParser.tooLarge(maxBytes), null);
    }
    return element.errors.isEmpty()
        ? FileRecord.ofJson(position, begin, element.json, bytes)
        : FileRecord.unreadable(
            position,
            begin,
            new InvalidRequestException(Reason.MALFORMED, element.errors)
                .withRequestId(element.json.path("requestId").textValue()),
            bytes);
  }

  private void requireEnd() throws IOException {
    while (advance() != XMLStreamConstants.END_DOCUMENT) {
      limit.nextRecord();
    }
    if (position == 0) {
      throw new UnreadableFileException(
          "the document has no element <placement>: give one for each record");
    }
  }

  private void requireBlank(String where) throws UnreadableFileException {
    if (xml.hasText() && xml.getEventType() != XMLStreamConstants.COMMENT && !xml.isWhiteSpace()) {
      throw new UnreadableFileException("line " + line + ": there is text " + where);
    }
  }

  /** The next event; remembers the line that it begins on. */
  private int advance() throws IOException {
    try {
      line = xml.getLocation().getLineNumber();
      int event = xml.next();
      if (depth == 0) {
        // white space outside of the root is no event of its own
        line = xml.getLocation().getLineNumber();
      }
      switch (event) {
        case XMLStreamConstants.DTD -> throw refused("a document type (<!DOCTYPE>)");
        case XMLStreamConstants.PROCESSING_INSTRUCTION -> throw refused("a processing instruction");
        case XMLStreamConstants.ENTITY_REFERENCE -> throw refused("a reference to an entity");
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > StrictJson.MAX_NESTING) {
            throw new UnreadableFileException(
                "line " + line + ": more than " + StrictJson.MAX_NESTING + " levels of elements");
          }
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        default -> {
          // text and comments: whoever asked for the event knows what may stand there
        }
      }
      return event;
    } catch (XMLStreamException | RuntimeException notXml) {
      // the parser is not beyond an ArrayIndexOutOfBoundsException at hostile input
      throw unreadable(notXml);
    }
  }

  private UnreadableFileException refused(String what) {
    return new UnreadableFileException(
        "line " + line + ": there is " + what + ", and none is taken: remove it");
  }

  private IOException unreadable(Exception notXml) {
    if (notXml instanceof XMLStreamException stax) {
      if (stax.getNestedException() instanceof UnreadableFileException known) {
        return known;
      }
      if (stax.getLocation() != null) {
        return new UnreadableFileException(
            "this is not well-formed XML at line "
                + stax.getLocation().getLineNumber()
                + ", column "
                + stax.getLocation().getColumnNumber()
                + ": elements are closed, attributes stand in quotes and once, & and < are written"
                + " as &amp; and &lt;, and the text is in the encoding that the first line names");
      }
    }
    return new UnreadableFileException("this is not well-formed XML near line " + line);
  }

  private static String qualified(String prefix, String name) {
    return prefix == null || prefix.isEmpty() ? name : prefix + ':' + name;
  }

  private boolean isPlain() {
    String namespace = xml.getNamespaceURI();
    return (namespace == null || namespace.isEmpty())
        && (xml.getPrefix() == null || xml.getPrefix().isEmpty());
  }

  /** One element directly in the document, read to its end. */
  private final class Element {
    final ObjectNode json = JsonNodeFactory.instance.objectNode();
    final List<FieldError> errors = new ArrayList<>();
    final StringBuilder original = new StringBuilder();

    void read() throws IOException {
      begin();
      if (isPlain() && xml.getLocalName().equals(RECORD)) {
        readFields();
      } else {
        error(
            "",
            FieldNames.shown(qualified(xml.getPrefix(), xml.getLocalName()))
                + " is no element of placements: give placement"
                + (isPlain() ? "" : ", without namespace and prefix"));
        skip();
      }
    }

    private void readFields() throws IOException {
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        if (isForSchema(i)) {
          continue;
        }
        boolean own = xml.getAttributePrefix(i) == null || xml.getAttributePrefix(i).isEmpty();
        String name = qualified(xml.getAttributePrefix(i), xml.getAttributeLocalName(i));
        String value = xml.getAttributeValue(i);
        check('/' + FieldNames.pointerPart(name), FieldNames.shown(name), value);
        if (!own || name.equals(ATTRIBUTES)) {
          error(
              '/' + FieldNames.pointerPart(name),
              FieldNames.shown(name)
                  + " is no attribute of placement: write <attribute name=\"...\"> inside it");
        } else {
          json.put(name, value);
        }
      }
      while (true) {
        switch (advance()) {
          case XMLStreamConstants.START_ELEMENT -> readAttribute();
          case XMLStreamConstants.END_ELEMENT -> {
            end();
            return;
          }
          default -> text(false);
        }
      }
    }

    private void readAttribute() throws IOException {
      begin();
      String name = xml.getAttributeValue(null, NAME);
      if (!isPlain()
          || !xml.getLocalName().equals(ATTRIBUTE)
          || name == null
          || name.isEmpty()
          || xml.getAttributeCount() != 1) {
        error(
            "",
            FieldNames.shown(xml.getLocalName())
                + " is no element of placement: give <attribute name=\"...\">");
        skip();
        return;
      }
      String pointer = '/' + ATTRIBUTES + '/' + FieldNames.pointerPart(name);
      String shown = "the attribute " + FieldNames.shown(name);
      if (name.length() > StrictJson.MAX_NAME_LENGTH) {
        error(pointer, shown + " has too long a name: at most 256 characters are taken");
      }
      check(pointer, "the name of " + shown, name);
      ObjectNode attributes = json.withObjectProperty(ATTRIBUTES);
      if (attributes.has(name)) {
        error(pointer, shown + " is given twice: keep one of them");
      }
      StringBuilder value = new StringBuilder();
      while (true) {
        switch (advance()) {
          case XMLStreamConstants.START_ELEMENT -> {
            error(pointer, shown + " has an element in it: only text is taken");
            begin();
            skip();
          }
          case XMLStreamConstants.END_ELEMENT -> {
            end();
            check(pointer, shown, value.toString());
            attributes.put(name, value.toString());
            return;
          }
          default -> value.append(text(true));
        }
      }
    }

    /** Reads to the end of an element of which nothing is taken. */
    private void skip() throws IOException {
      for (int open = 1; open > 0; ) {
        switch (advance()) {
          case XMLStreamConstants.START_ELEMENT -> {
            begin();
            open++;
          }
          case XMLStreamConstants.END_ELEMENT -> {
            end();
            open--;
          }
          default -> text(true);
        }
      }
    }

    private String text(boolean taken) {
      if (xml.getEventType() == XMLStreamConstants.COMMENT || !xml.hasText()) {
        return "";
      }
      String text = xml.getText();
      if (!taken && !text.isBlank()) {
        error("", "line " + line + ": there is text in placement: its values are attributes");
      }
      escape(text, false);
      return text;
    }

    private void begin() {
      original.append('<').append(qualified(xml.getPrefix(), xml.getLocalName()));
      Map<String, String> namespaces = new LinkedHashMap<>();
      for (int i = 0; i < xml.getNamespaceCount(); i++) {
        namespaces.put(xml.getNamespacePrefix(i), xml.getNamespaceURI(i));
      }
      // those of the root are not there when the element stands in another document
      inherit(namespaces, xml.getPrefix(), xml.getNamespaceURI());
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        inherit(namespaces, xml.getAttributePrefix(i), xml.getAttributeNamespace(i));
      }
      namespaces.forEach(
          (prefix, uri) ->
              attribute(
                  prefix == null || prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix,
                  uri == null ? "" : uri));
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        attribute(
            qualified(xml.getAttributePrefix(i), xml.getAttributeLocalName(i)),
            xml.getAttributeValue(i));
      }
      original.append('>');
    }

    private static void inherit(Map<String, String> namespaces, String prefix, String uri) {
      if (prefix != null && !prefix.isEmpty() && !prefix.equals("xml")) {
        namespaces.putIfAbsent(prefix, uri);
      }
    }

    private void end() {
      original.append("</").append(qualified(xml.getPrefix(), xml.getLocalName())).append('>');
    }

    private void attribute(String name, String value) {
      original.append(' ').append(name).append("=\"");
      escape(value, true);
      original.append('"');
    }

    /** In the value of an attribute a line break would be read as a blank. */
    private void escape(String text, boolean inAttribute) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        switch (c) {
          case '<' -> original.append("&lt;");
          case '>' -> original.append("&gt;");
          case '&' -> original.append("&amp;");
          case '"' -> original.append("&quot;");
          default -> {
            if (Character.isISOControl(c) && (inAttribute || c != '\n')) {
              original.append("&#").append((int) c).append(';');
            } else {
              original.append(c);
            }
          }
        }
      }
    }

    private void check(String pointer, String what, String text) {
      FieldText.fault(text).ifPresent(fault -> error(pointer, what + ' ' + fault));
    }

    private void error(String pointer, String message) {
      if (errors.size() < FieldNames.MAX_ERRORS) {
        errors.add(new FieldError(pointer, message));
      }
    }
  }

  /** Stops a parser that reads on and on for one record, before it fills the memory. */
  private static final class RecordLimit extends BulkInput {
    /** What a parser may read ahead of the record that it gives out. */
    private static final int READ_AHEAD = 64 * 1024;

    private final int maxBytes;
    private long left;

    RecordLimit(InputStream in, int maxBytes) {
      super(in);
      this.maxBytes = maxBytes;
      nextRecord();
    }

    /** From here on another record is read. */
    void nextRecord() {
      left = (long) maxBytes + READ_AHEAD;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new UnreadableFileException(
            "there is a record, or something between two, of more than "
                + maxBytes
                + " bytes: shorten it");
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
