package org.workbinroutes.ops.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.workbinroutes.gws.CallGuard;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsClient;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.gws.LinkState;
import org.workbinroutes.gws.LinkStatus;
import org.workbinroutes.gws.SubscriptionStage;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.GwsOptions;
import org.workbinroutes.ops.wiring.GwsWiring;

/**
 * Logs in to GWS, lists the workbins, shakes hands with the notification server and subscribes what
 * is to be subscribed from the start. Nothing is placed.
 */
final class GwsCheck implements Check {
  private static final String PART = "gws";
  private static final int NOT_FOUND = 404;
  private static final String NOTIFICATIONS = "notifications";

  /** Of what GWS is reached by; other components are no matter of GWS. */
  private static final List<String> CAMEL_KEYS =
      List.of(
          "camel.component.gws.",
          "camel.component.http.",
          "camel.component.https.",
          "camel.beans.",
          "camel.ssl.");

  private final Duration patience;

  /**
   * Makes the check.
   *
   * @param patience how long the notification connection may take
   */
  GwsCheck(Duration patience) {
    this.patience = patience;
  }

  @Override
  public List<Finding> look(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    // with the owner's settings of HTTP: a proxy or a trust store counts for the check as well
    try (TrialCamel trial =
        new TrialCamel(
            configuration, CAMEL_KEYS, List.of(new GwsWiring(configuration, CallGuard.NONE)))) {
      CamelContext camel = trial.context();
      GwsComponent component = camel.getComponent("gws", GwsComponent.class);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("gws:notifications").routeId("listening").autoStartup(false).stop();
            }
          });
      if (workbins(component.client(), configuration, findings)) {
        camel.getRouteController().startRoute("listening");
        notifications(component.client(), configuration, findings);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      findings.add(Finding.error(PART, "the check was interrupted", null));
    } catch (Exception failure) {
      findings.add(
          Finding.error(
              PART,
              Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName()),
              "look at the keys that begin with gws."));
    }
    return findings;
  }

  /** Whether GWS lets us in. */
  private static boolean workbins(
      GwsClient client, Configuration configuration, List<Finding> findings) {
    List<Map<String, Object>> workbins;
    try {
      workbins = client.workbins();
    } catch (GwsException refused) {
      findings.add(Finding.error(PART, refused.getMessage(), remedy(refused)));
      return false;
    }
    findings.add(
        Finding.ok(
            PART,
            "logged in at "
                + configuration.get(GwsOptions.URL)
                + configuration.find(GwsOptions.USERNAME).map(user -> " as " + user).orElse("")
                + ", CSRF protection "
                + (client.hasCsrfToken() ? "on" : "off")));
    boolean hasGroups =
        workbins.stream().anyMatch(w -> String.valueOf(w.get("type")).endsWith("Group"));
    findings.add(
        Finding.ok(
            "workbins",
            (workbins.isEmpty() ? "none listed" : listed(workbins))
                + (hasGroups
                    ? ""
                    : "; GWS lists no group workbins to this user, which says nothing of them")));
    return true;
  }

  private static String listed(List<Map<String, Object>> workbins) {
    return workbins.stream()
        .map(
            workbin ->
                workbin.getOrDefault("workbinName", "?")
                    + " ("
                    + workbin.getOrDefault("type", "?")
                    + ", "
                    + workbin.getOrDefault("id", "?")
                    + ")")
        .collect(Collectors.joining("; "));
  }

  private static String remedy(GwsException refused) {
    if (refused.answer() == null || refused.answer().httpStatus() == NOT_FOUND) {
      return "is gws.url the address of GWS, without /api/v2, and can this machine" + " reach it?";
    }
    return refused.demandsNewPassword()
        ? "change the user's password in Genesys, then set gws.password"
        : "look at gws.auth, gws.username and gws.password (or gws.oauth.*)";
  }

  private void notifications(GwsClient client, Configuration configuration, List<Finding> findings)
      throws InterruptedException {
    List<GroupWorkbin> wanted = configuration.find(GwsOptions.SUBSCRIPTIONS).orElse(List.of());
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isDecided(client, wanted) && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    LinkStatus status = client.notifications();
    if (status.state() != LinkState.LIVE) {
      findings.add(
          Finding.error(
              NOTIFICATIONS,
              "no notification connection within "
                  + patience.toSeconds()
                  + " s: "
                  + status.state()
                  + (status.trouble() == null ? "" : ", " + status.trouble()),
              "does a proxy cut requests that are held open, or not pass /notifications on?"));
      return;
    }
    String done =
        "CometD handshake done, "
            + status.subscribed()
            + " of "
            + wanted.size()
            + " workbins subscribed";
    findings.add(
        status.subscribed() >= wanted.size()
            ? Finding.ok(NOTIFICATIONS, done)
            : Finding.warning(NOTIFICATIONS, done, "see the workbins below"));
    for (GroupWorkbin workbin : wanted) {
      switch (client.subscription(workbin)) {
        case ACKNOWLEDGED -> {
          // counted above
        }
        case REFUSED ->
            findings.add(
                Finding.warning(
                    "workbins",
                    "gws.subscriptions names " + workbin + ", whose subscription GWS refuses",
                    "check the id and the group's name in gws.subscriptions, and the user's rights."
                        + " If none can be subscribed: does GWS have the feature api-multimedia, is"
                        + " Interaction Server 8.5.103.05 or later, does the user need an agent"
                        + " session (gws.contact-center-session)?"));
        default ->
            findings.add(
                Finding.warning(
                    "workbins",
                    "gws.subscriptions names "
                        + workbin
                        + ", whose subscription GWS has not acknowledged",
                    "placements into it are confirmed late, by its content: look into the log of"
                        + " Interaction Server"));
      }
    }
  }

  private static boolean isDecided(GwsClient client, List<GroupWorkbin> wanted) {
    return client.notifications().state() == LinkState.LIVE
        && wanted.stream()
            .map(client::subscription)
            .allMatch(
                stage ->
                    stage == SubscriptionStage.ACKNOWLEDGED || stage == SubscriptionStage.REFUSED);
  }
}
