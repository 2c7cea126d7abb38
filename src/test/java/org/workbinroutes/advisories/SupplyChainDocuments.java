package org.workbinroutes.advisories;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what the package says about its libraries: advisories as OpenVEX, and licenses. */
public final class SupplyChainDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SupplyChainDocuments() {}

  /** Called by the build with the folder of the SBOM and the time of the build. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path sbomFile = folder.resolve("workbin-routes.cdx.json");
    if (Files.notExists(sbomFile)) {
      System.out.println(
          "No SBOM, OpenVEX document and license list in this package, and advisories not checked:"
              + " CycloneDX does not run offline. Build once without -o.");
      return;
    }
    Sbom sbom = Sbom.read(sbomFile);
    AdvisoryGate gate = AdvisoryGate.ofTheProduct();
    List<String> problems = gate.problems(sbom.libraries());
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "src/advisories/advisories.yaml:\n" + String.join("\n", problems));
    }
    Files.writeString(
        folder.resolve("workbin-routes.openvex.json"), openVex(gate.advisories(), sbom, args[1]));
    Files.writeString(folder.resolve("THIRD-PARTY.txt"), licenses(sbom));
  }

  static String openVex(List<Advisory> advisories, Sbom sbom, String time) {
    ArrayNode statements = JSON.createArrayNode();
    for (Advisory advisory : advisories) {
      var concerned =
          sbom.libraries().stream()
              .filter(advisory::concerns)
              .collect(Collectors.partitioningBy(advisory::isFixedIn));
      for (String id : advisory.ids()) {
        if (!concerned.get(true).isEmpty()) {
          addStatement(statements, id, sbom.product(), concerned.get(true)).put("status", "fixed");
        }
        if (!concerned.get(false).isEmpty() || advisory.isOfNothingShipped()) {
          addStatement(statements, id, sbom.product(), concerned.get(false))
              .put("status", "not_affected")
              .put(
                  "justification", advisory.state().justification().name().toLowerCase(Locale.ROOT))
              .put("impact_statement", impact(advisory.state()));
        }
      }
    }
    byte[] content = statements.toString().getBytes(StandardCharsets.UTF_8);
    ObjectNode document =
        JSON.createObjectNode()
            .put("@context", "https://openvex.dev/ns/v0.2.0")
            .put("@id", "urn:uuid:" + UUID.nameUUIDFromBytes(content))
            .put("author", "workbin-routes")
            .put("timestamp", time)
            .put("version", 1);
    return document.set("statements", statements).toPrettyString() + "\n";
  }

  private static ObjectNode addStatement(
      ArrayNode statements, String id, String product, List<Sbom.Library> libraries) {
    ObjectNode statement = statements.addObject();
    statement.putObject("vulnerability").put("name", id);
    ObjectNode affected = statement.putArray("products").addObject().put("@id", product);
    if (!libraries.isEmpty()) {
      ArrayNode subcomponents = affected.putArray("subcomponents");
      libraries.forEach(library -> subcomponents.addObject().put("@id", library.purl()));
    }
    return statement;
  }

  private static String impact(Advisory.State state) {
    return state.tests().isEmpty()
        ? state.impact()
        : state.impact() + " Tests: " + String.join(", ", state.tests());
  }

  static String licenses(Sbom sbom) {
    Stream<String> lines =
        sbom.libraries().stream()
            .map(library -> library + "  " + String.join(" or ", library.licenses()))
            .sorted();
    return "The libraries in lib/ and their licenses\n\n"
        + lines.collect(Collectors.joining("\n"))
        + "\n";
  }
}
