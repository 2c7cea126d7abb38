package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddInteractionTest {
  private static final BinAddress AGENTS = SeedData.AGENT_GROUP_BIN;
  private static final BinAddress PLACES = SeedData.PLACE_GROUP_BIN;

  private SimulatorServer gws;
  private RestClient client;

  @BeforeEach
  void start() throws Exception {
    gws = SimulatorServer.builder().firstReferenceId(16).start();
    client = RestClient.loggedIn(gws);
  }

  @AfterEach
  void stop() {
    gws.close();
  }

  @Test
  void answersThePrintedRequestsWithThePrintedAnswers() throws Exception {
    // When
    HttpResponse<String> agentGroup =
        client.post(
            "/api/v2/me/workbins/6c715fa9-de16-4d23-b07c-cbc1caf3e07?agentGroup=MyAgentGroup",
            "{\"operationName\": \"AddChat\", \"id\": \"0001BaBFVPR20035\"}");
    HttpResponse<String> placeGroup =
        client.post(
            "/api/v2/me/workbins/5d487e69-a393-4228-a06f-6a4015ab1b54?placeGroup=MyPlaceGroup",
            "{\"operationName\": \"AddChat\", \"id\": \"0001BaBFVPR20039\"}");

    // Then
    assertThat(agentGroup.statusCode()).isEqualTo(200);
    assertThat(agentGroup.body()).isEqualTo("{\"statusCode\":0,\"referenceId\":16}");
    assertThat(placeGroup.body()).isEqualTo("{\"statusCode\":0,\"referenceId\":17}");
    assertThat(gws.contents(SeedData.AGENT_GROUP_BIN_AS_REQUESTED))
        .containsExactly("0001BaBFVPR20035");
    assertThat(gws.contents(PLACES)).containsExactly("0001BaBFVPR20039");
  }

  @ParameterizedTest
  @CsvSource({
    "AddInteraction, chats",
    "AddChat, chats",
    "AddEmail, emails",
    "AddWorkitem, workitems",
    "AddTweet, tweets",
    "AddFacebook, facebooks",
    "AddFacebooksession, facebooksessions",
    "AddOpenmedia, openmedias"
  })
  void derivesTheMediaFromTheOperation(String operation, String list) throws Exception {
    // When
    HttpResponse<String> added = client.operate(AGENTS, operation, "ixn-1");
    HttpResponse<String> content = client.get(RestClient.path(AGENTS) + "&subresources=*");

    // Then
    assertThat(RestClient.statusCode(added)).isEqualTo(0);
    Map<?, ?> workbin = (Map<?, ?>) RestClient.json(content).get("workbin");
    assertThat(workbin.get("id")).isEqualTo(AGENTS.workbinId());
    assertThat((List<?>) workbin.get(list))
        .singleElement()
        .satisfies(item -> assertThat(((Map<?, ?>) item).get("id")).isEqualTo("ixn-1"));
  }

  @Test
  void showsOnlyTheWantedSubresources() throws Exception {
    // Given
    client.operate(AGENTS, "AddChat", "chat-1");
    client.operate(AGENTS, "AddEmail", "email-1");

    // When
    Map<?, ?> none = workbin(client.get(RestClient.path(AGENTS)));
    Map<?, ?> emails = workbin(client.get(RestClient.path(AGENTS) + "&subresources=email"));
    Map<?, ?> both = workbin(client.get(RestClient.path(AGENTS) + "&subresources=email,chat"));

    // Then
    assertThat(none.containsKey("chats") || none.containsKey("emails")).isFalse();
    assertThat(emails.containsKey("chats")).isFalse();
    assertThat(emails.containsKey("emails")).isTrue();
    assertThat(both.containsKey("chats") && both.containsKey("emails")).isTrue();
  }

  @Test
  void showsARegisteredInteractionAsItIs() throws Exception {
    // Given
    Map<String, Object> state = Map.of("id", "email-9", "subject", "A question");
    gws.interaction("email-9", Media.EMAIL, state);

    // When
    client.add(AGENTS, "email-9");

    // Then
    Map<?, ?> content = workbin(client.get(RestClient.path(AGENTS) + "&subresources=*"));
    assertThat(content.get("emails")).isEqualTo(List.of(state));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"A & B", "?:2>1", "50%", "a+b", "x/y", "Köln Süd", "客服組", "a=b;c", "\"quoted\""})
  void findsGroupsAndWorkbinsWhateverTheyAreCalled(String name) throws Exception {
    // Given
    BinAddress bin = BinAddress.placeGroup("bin " + name, name);
    gws.addWorkbin(Workbin.at(bin));

    // When
    HttpResponse<String> answer = client.add(bin, "ixn " + name);

    // Then
    assertThat(answer.body()).contains("\"statusCode\":0");
    assertThat(gws.contents(bin)).containsExactly("ixn " + name);
    assertThat(gws.requests())
        .last()
        .satisfies(
            request -> {
              assertThat(request.call().group()).isEqualTo(name);
              assertThat(request.effect()).isTrue();
            });
  }

  @Test
  void refusesWhatIsAlreadyInTheSameWorkbin() throws Exception {
    // Given
    client.add(AGENTS, "ixn-1");

    // When
    HttpResponse<String> again = client.add(AGENTS, "ixn-1");
    HttpResponse<String> elsewhere = client.add(PLACES, "ixn-1");

    // Then
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(RestClient.statusCode(again)).isEqualTo(2);
    assertThat(RestClient.json(again)).containsKey("statusMessage");
    assertThat(RestClient.statusCode(elsewhere)).isEqualTo(0);
    assertThat(gws.adds("ixn-1")).isEqualTo(new Adds(3, 2));
    assertThat(gws.counters().addCalls()).isEqualTo(3);
    assertThat(gws.counters().addEffects()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "agentGroup=MyAgentGroup, '{\"operationName\":\"AddChat\"}', 1",
    "agentGroup=MyAgentGroup, '{\"operationName\":\"AddChat\",\"id\":\"\"}', 1",
    "agentGroup=MyAgentGroup, '{\"id\":\"1\"}', 1",
    "agentGroup=MyAgentGroup, '{\"operationName\":\"AddFax\",\"id\":\"1\"}', 10",
    "agentGroup=MyAgentGroup, 'no json', 10",
    "agentGroup=MyAgentGroup, '[]', 10",
    "agentGroup=MyAgentGroup, '', 10",
    "none=1, '{\"operationName\":\"AddChat\",\"id\":\"1\"}', 1",
    "agentGroup=A&placeGroup=B, '{\"operationName\":\"AddChat\",\"id\":\"1\"}', 10",
    "agentGroup=Nobody, '{\"operationName\":\"AddChat\",\"id\":\"1\"}', 6",
    "placeGroup=MyAgentGroup, '{\"operationName\":\"AddChat\",\"id\":\"1\"}', 6"
  })
  void refusesBadRequests(String query, String body, int statusCode) throws Exception {
    // When
    HttpResponse<String> answer =
        client.post("/api/v2/me/workbins/" + AGENTS.workbinId() + "?" + query, body);

    // Then
    assertThat(RestClient.statusCode(answer)).isEqualTo(statusCode);
    assertThat(gws.contents(AGENTS)).isEmpty();
    assertThat(gws.counters().addEffects()).isZero();
  }

  @Test
  void acceptsUnknownWorkbinsOnDemand() throws Exception {
    // Given
    BinAddress unknown = BinAddress.agentGroup("unknown", "Somebody");
    try (SimulatorServer generous = SimulatorServer.builder().acceptUnknownWorkbins(true).start()) {
      // When
      HttpResponse<String> accepted = RestClient.loggedIn(generous).add(unknown, "ixn-1");
      HttpResponse<String> refused = client.add(unknown, "ixn-1");

      // Then
      assertThat(RestClient.statusCode(accepted)).isEqualTo(0);
      assertThat(generous.contents(unknown)).containsExactly("ixn-1");
      assertThat(RestClient.statusCode(refused)).isEqualTo(6);
    }
  }

  @Test
  void choosesTheHttpStatusOfARefusal() throws Exception {
    try (SimulatorServer strict =
        SimulatorServer.builder()
            .httpStatusForNonZeroStatusCode(code -> code == 6 ? 404 : 400)
            .start()) {
      // Given
      RestClient strictClient = RestClient.loggedIn(strict);

      // When
      HttpResponse<String> missing = strictClient.operate(AGENTS, "AddChat", null);
      HttpResponse<String> unknown =
          strictClient.add(BinAddress.agentGroup("unknown", "Nobody"), "1");

      // Then
      assertThat(missing.statusCode()).isEqualTo(400);
      assertThat(RestClient.statusCode(missing)).isEqualTo(1);
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(RestClient.statusCode(unknown)).isEqualTo(6);
    }
  }

  @Test
  void pullsWhatIsThere() throws Exception {
    // Given
    client.operate(AGENTS, "AddChat", "ixn-1");

    // When
    HttpResponse<String> pulled = client.operate(AGENTS, "PullChat", "ixn-1");
    HttpResponse<String> again = client.operate(AGENTS, "PullInteraction", "ixn-1");

    // Then
    assertThat(pulled.body()).isEqualTo("{\"statusCode\":0,\"referenceId\":17}");
    assertThat(RestClient.statusCode(again)).isEqualTo(6);
    assertThat(gws.contents(AGENTS)).isEmpty();
    assertThat(gws.counters().pulls()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "true"})
  void recordsSaveLar(String value) throws Exception {
    // When
    client.post(
        RestClient.path(AGENTS),
        "{\"operationName\":\"AddChat\",\"id\":\"ixn-1\",\"saveLAR\":" + value + "}");
    client.operate(AGENTS, "AddChat", "ixn-2");

    // Then
    assertThat(gws.requests())
        .filteredOn(request -> "AddChat".equals(request.operation()))
        .extracting(request -> request.call().saveLAR())
        .containsExactly(true, false);
  }

  @Test
  void listsTheWorkbins() throws Exception {
    // When
    Map<String, Object> answer = RestClient.json(client.get("/api/v2/workbins?fields=*"));
    Map<String, Object> personal = RestClient.json(client.get("/api/v2/me/workbins?fields=*"));

    // Then
    assertThat(answer).containsEntry("statusCode", 0);
    assertThat((List<?>) answer.get("workbins"))
        .hasSize(gws.workbins().size())
        .anySatisfy(
            workbin ->
                assertThat(workbin)
                    .isEqualTo(
                        Map.of(
                            "workbinName", "place-group",
                            "id", PLACES.workbinId(),
                            "displayName", "place-group",
                            "uri", gws.url() + "/api/v2/workbins/" + PLACES.workbinId(),
                            "type", "PlaceGroup")));
    assertThat((List<?>) personal.get("workbins"))
        .extracting(workbin -> (Object) ((Map<?, ?>) workbin).get("type"))
        .containsExactlyInAnyOrder("Agent", "Place");
  }

  @Test
  void needsTheContactCenterSessionOnDemand() throws Exception {
    try (SimulatorServer strict =
        SimulatorServer.builder().requireContactCenterSession(true).start()) {
      // Given
      RestClient strictClient = RestClient.loggedIn(strict);

      // When
      Object before = RestClient.statusCode(strictClient.add(AGENTS, "1"));
      Object start =
          RestClient.statusCode(
              strictClient.post(
                  "/api/v2/me",
                  "{\"operationName\":\"StartContactCenterSession\",\"channels\":[\"chat\"]}"));
      Object within = RestClient.statusCode(strictClient.add(AGENTS, "1"));
      strictClient.post("/api/v2/me", "{\"operationName\":\"EndContactCenterSession\"}");
      Object after = RestClient.statusCode(strictClient.add(AGENTS, "2"));

      // Then
      assertThat(List.of(before, start, within, after)).containsExactly(3, 0, 0, 3);
    }
  }

  @Test
  void countsWithoutTheLog() throws Exception {
    // Given
    gws.clearRequests();
    gws.logRequests(false);

    // When
    client.add(AGENTS, "ixn-1");

    // Then
    assertThat(gws.requests()).isEmpty();
    assertThat(gws.adds("ixn-1")).isEqualTo(new Adds(1, 1));
  }

  private static Map<?, ?> workbin(HttpResponse<String> content) throws Exception {
    return (Map<?, ?>) RestClient.json(content).get("workbin");
  }
}
