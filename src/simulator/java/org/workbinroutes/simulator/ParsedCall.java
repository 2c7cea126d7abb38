package org.workbinroutes.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A REST request, read as far as it can be.
 *
 * @param call what it asks for
 * @param body its JSON object; null if there is none
 * @param groupsGiven how many of agentGroup and placeGroup the query has
 * @param subresources the parameter of that name; null if it is not there
 * @param problem why it cannot be read; null if it can
 */
record ParsedCall(
    RestCall call, JsonNode body, int groupsGiven, String subresources, String problem) {
  private static final ObjectReader JSON = new ObjectMapper().reader();
  private static final String WORKBINS = "/api/v2/me/workbins/";
  private static final int LARGEST_BODY = 1 << 20;

  boolean readable() {
    return problem == null;
  }

  static ParsedCall read(HttpServletRequest request) throws IOException {
    return new Reader(request).read();
  }

  private static final class Reader {
    private final HttpServletRequest request;
    private String problem;
    private String agentGroup;
    private String placeGroup;
    private String subresources;

    Reader(HttpServletRequest request) {
      this.request = request;
    }

    ParsedCall read() throws IOException {
      String path = request.getRequestURI();
      String query = request.getQueryString();
      String workbinId =
          path.startsWith(WORKBINS) && path.length() > WORKBINS.length()
              ? pathPart(path.substring(WORKBINS.length()))
              : null;
      readQuery(query);
      JsonNode body = "GET".equals(request.getMethod()) ? null : readBody();
      int groups = (agentGroup == null ? 0 : 1) + (placeGroup == null ? 0 : 1);
      WorkbinType type =
          groups != 1
              ? null
              : agentGroup != null ? WorkbinType.AGENT_GROUP : WorkbinType.PLACE_GROUP;
      String group = groups != 1 ? null : agentGroup != null ? agentGroup : placeGroup;
      RestCall call =
          new RestCall(
              request.getMethod(),
              path,
              query,
              workbinId,
              type,
              group,
              text(body, "operationName"),
              text(body, "id"),
              body != null && "true".equals(body.path("saveLAR").asText()));
      return new ParsedCall(call, body, groups, subresources, problem);
    }

    private JsonNode readBody() throws IOException {
      byte[] bytes = request.getInputStream().readNBytes(LARGEST_BODY);
      try {
        JsonNode body = JSON.readTree(bytes);
        if (body.isObject()) {
          return body;
        }
        problem = "the body is no JSON object";
      } catch (JsonProcessingException e) {
        problem = "the body is no JSON";
      }
      return null;
    }

    private void readQuery(String query) {
      int from = 0;
      while (query != null && from < query.length()) {
        int end = query.indexOf('&', from);
        end = end < 0 ? query.length() : end;
        int equals = query.indexOf('=', from);
        if (equals >= 0 && equals < end) {
          parameter(query.substring(from, equals), query.substring(equals + 1, end));
        }
        from = end + 1;
      }
    }

    private void parameter(String name, String encoded) {
      switch (name) {
        case "agentGroup" -> agentGroup = decoded(encoded);
        case "placeGroup" -> placeGroup = decoded(encoded);
        case "subresources" -> subresources = decoded(encoded);
        default -> {
          // others, as fields=*, change nothing here
        }
      }
    }

    // in a path a plus sign is a plus sign
    private String pathPart(String encoded) {
      return decoded(encoded.replace("+", "%2B"));
    }

    private String decoded(String encoded) {
      try {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        problem = "bad percent-encoding";
        return encoded;
      }
    }

    private static String text(JsonNode body, String field) {
      JsonNode value = body == null ? null : body.get(field);
      return value == null || value.isNull() ? null : value.asText();
    }
  }
}
