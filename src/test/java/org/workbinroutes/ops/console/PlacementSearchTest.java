package org.workbinroutes.ops.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.Ledgers;
import org.workbinroutes.ops.console.PlacementSearch.Found;
import org.workbinroutes.ops.console.PlacementSearch.Question;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/** Looking for placements in a real ledger of more than are looked at for one answer. */
class PlacementSearchTest {
  private static final int ALL = PlacementSearch.MOST_LOOKED_AT + 700;

  @TempDir static Path folder;
  private static Ledger ledger;
  private static PlacementSearch search;

  @BeforeAll
  static void fill() throws Exception {
    ledger =
        Ledgers.open(
            new LedgerSettings(
                "jdbc:sqlite:" + folder.resolve("ledger.db"),
                null,
                null,
                "node",
                Duration.ofMinutes(5),
                Duration.ofDays(30),
                Clock.systemUTC()));
    List<CompletableFuture<?>> entered = new ArrayList<>();
    entered.add(
        ledger.receive(
            request("oldest", "Billing", "the-first"), "file:first.json", Ledger.Mode.CLAIM));
    CompletableFuture.allOf(entered.toArray(CompletableFuture[]::new)).join();
    for (int i = 1; i < ALL; i++) {
      entered.add(
          ledger.receive(request("r-" + i, "Sales", "ixn-" + i), "http", Ledger.Mode.CLAIM));
    }
    CompletableFuture.allOf(entered.toArray(CompletableFuture[]::new)).join();
    ledger.rejected("r-7", "because");
    search = new PlacementSearch(ledger);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static PlacementRequest request(String id, String group, String interaction) {
    return new PlacementRequest(
        id,
        new GroupWorkbin("wb-1", GroupKind.AGENT_GROUP, group),
        interaction,
        AddOperation.ADD_CHAT,
        false,
        Map.of("customer", "Mary Poppins"));
  }

  private static Found find(String query) throws ProblemException {
    return search.find(question(query));
  }

  private static Question question(String query) throws ProblemException {
    return Question.of(Query.parse(query, Question.PARAMETERS.toArray(String[]::new)));
  }

  @Test
  void findsAPartOfAnIdInCapitalsOrNot() throws ProblemException {
    // When
    Found found = find("text=IXN-4321&limit=10");
    // Then
    assertThat(found.placements())
        .extracting(PlacementSearch.Row::requestId)
        .containsExactly("r-4321");
    assertThat(found.lookedAt()).isEqualTo(PlacementSearch.MOST_LOOKED_AT);
    assertThat(found.next()).isNotNull();
  }

  @Test
  void goesOnWhereTheAnswerBeforeEnded() throws ProblemException {
    // Given
    Found first = find("text=the-first");
    assertThat(first.placements()).isEmpty();
    // When
    Found second =
        find("text=the-first&afterAt=" + first.next().at() + "&afterId=" + first.next().id());
    // Then
    assertThat(second.placements())
        .extracting(PlacementSearch.Row::requestId)
        .containsExactly("oldest");
    assertThat(first.lookedAt() + second.lookedAt()).isEqualTo(ALL);
    assertThat(second.next()).isNull();
  }

  @Test
  void findsByGroupSourceAndState() throws ProblemException {
    assertThat(
            search.find(new Question("r-7", Set.of(PlacementState.REJECTED), 5, null)).placements())
        .extracting(PlacementSearch.Row::lastError)
        .containsExactly("because");
    assertThat(find("text=sales&limit=3").placements()).hasSize(3);
    assertThat(find("").placements()).hasSize(50);
    assertThat(find("state=REJECTED,FAILED").lookedAt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q=1",
        "text=a&text=b",
        "limit=0",
        "limit=501",
        "limit=x",
        "state=LOST",
        "state=CONFIRMED,",
        "afterAt=1",
        "afterAt=x&afterId=y",
        "text=%zz",
        "a"
      })
  void refusesWhatIsNoQuestion(String query) {
    assertThatThrownBy(() -> question(query))
        .isInstanceOf(ProblemException.class)
        .hasMessageNotContaining("LOST");
  }

  @Test
  void refusesTextsWithoutEnd() {
    assertThatThrownBy(() -> question("text=" + "a".repeat(201)))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> question("text=" + "a".repeat(5_000)))
        .isInstanceOf(ProblemException.class);
  }
}
