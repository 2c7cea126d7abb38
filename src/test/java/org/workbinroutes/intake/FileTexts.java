package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.workbinroutes.placement.PlacementRequest;

/** Writes requests in every format of the drop folder, as another program would. */
final class FileTexts {
  private static final JsonMapper JSON = new JsonMapper();

  private FileTexts() {}

  static String json(List<PlacementRequest> requests) {
    return requests.stream()
        .map(FileTexts::object)
        .map(ObjectNode::toString)
        .collect(Collectors.joining(",\n", "[", "]"));
  }

  static String ndjson(List<PlacementRequest> requests) {
    return requests.stream()
        .map(request -> object(request).toString() + '\n')
        .collect(Collectors.joining());
  }

  static String csv(List<PlacementRequest> requests, char separator, String lineEnd) {
    Set<String> columns = new LinkedHashSet<>();
    columns.addAll(List.of("workbinId", "agentGroup", "placeGroup", "interactionId"));
    List<Map<String, String>> rows = new ArrayList<>();
    for (PlacementRequest request : requests) {
      Map<String, String> row = fields(request);
      request.attributes().forEach((name, value) -> row.put("attributes." + name, (String) value));
      columns.addAll(row.keySet());
      rows.add(row);
    }
    StringBuilder csv = new StringBuilder();
    csv.append(row(List.copyOf(columns), separator)).append(lineEnd);
    for (Map<String, String> row : rows) {
      csv.append(row(columns.stream().map(name -> row.getOrDefault(name, "")).toList(), separator))
          .append(lineEnd);
    }
    return csv.toString();
  }

  static String xml(List<PlacementRequest> requests) {
    StringBuilder xml = new StringBuilder("<placements>\n");
    for (PlacementRequest request : requests) {
      xml.append("  <placement");
      fields(request)
          .forEach(
              (name, value) ->
                  xml.append(' ').append(name).append("='").append(escaped(value)).append('\''));
      xml.append('>');
      request
          .attributes()
          .forEach(
              (name, value) ->
                  xml.append("<attribute name='")
                      .append(escaped(name))
                      .append("'>")
                      .append(escaped((String) value))
                      .append("</attribute>"));
      xml.append("</placement>\n");
    }
    return xml.append("</placements>\n").toString();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  static byte[] zip(String name, String content) {
    return zip(Map.of(name, content.getBytes(UTF_8)));
  }

  private static ObjectNode object(PlacementRequest request) {
    ObjectNode object = JSON.createObjectNode();
    fields(request).forEach(object::put);
    if (!request.attributes().isEmpty()) {
      object.set("attributes", JSON.valueToTree(request.attributes()));
    }
    return object;
  }

  private static Map<String, String> fields(PlacementRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("requestId", request.requestId());
    fields.put("workbinId", request.workbin().id());
    fields.put(request.workbin().kind().wireName(), request.workbin().group());
    fields.put("interactionId", request.interactionId());
    fields.put("operation", request.operation().wireName());
    fields.put("saveLAR", String.valueOf(request.saveLAR()));
    return fields;
  }

  private static String row(List<String> cells, char separator) {
    return cells.stream()
        .map(cell -> cell.isEmpty() ? "" : '"' + cell.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(String.valueOf(separator)));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\'' || c == '"'
                  || c == 0x7f) {
                escaped.append("&#").append(c).append(';');
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
