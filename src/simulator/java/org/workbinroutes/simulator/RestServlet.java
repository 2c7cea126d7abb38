package org.workbinroutes.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The REST side, {@code /api/v2/*}. */
final class RestServlet extends HttpServlet {
  static final String CSRF_TEXT = "Missing or invalid Csrf token";

  private static final long serialVersionUID = 1L;
  private static final String ME = "/api/v2/me";
  private static final String WORKBINS = ME + "/workbins";
  private static final String WORKBINS_OF_ALL_TYPES = "/api/v2/workbins";

  // long enough that a client on the same machine has read the notification
  private static final Duration ANSWER_AFTER_NOTIFICATION = Duration.ofMillis(50);

  private final transient Simulation simulation;

  RestServlet(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange exchange = new Exchange(request, response);
    ParsedCall parsed = ParsedCall.read(request);
    Fault fault = simulation.faults().rest().take(parsed.call());
    if (fault != null && fault.kind() == Fault.Kind.SLOW) {
      exchange.later(simulation.scheduler(), fault.delay(), () -> serve(exchange, parsed));
    } else if (fault != null) {
      log(parsed.call(), null, fault, null);
      fail(exchange, fault);
    } else {
      serve(exchange, parsed);
    }
  }

  private void serve(Exchange exchange, ParsedCall parsed) {
    LoginSession login =
        simulation.authenticator().authenticate(exchange.request(), exchange.response());
    Reply refusal = refusal(exchange.request(), login);
    if (refusal != null) {
      answer(exchange, parsed.call(), login, refusal);
      return;
    }
    String path = parsed.call().path();
    boolean get = "GET".equals(parsed.call().method());
    boolean post = "POST".equals(parsed.call().method());
    if (!get && !post) {
      answer(exchange, parsed.call(), login, Reply.refused(405, 3, "Method not allowed"));
    } else if (parsed.call().workbinId() != null) {
      if (post) {
        operate(exchange, parsed, login);
      } else {
        answer(exchange, parsed.call(), login, content(login, parsed));
      }
    } else if (path.equals(ME)) {
      answer(exchange, parsed.call(), login, get ? me(login) : contactCenter(login, parsed));
    } else if (path.equals(WORKBINS) && get) {
      answer(exchange, parsed.call(), login, personalWorkbins());
    } else if (path.equals(WORKBINS_OF_ALL_TYPES) && get) {
      answer(exchange, parsed.call(), login, workbins());
    } else {
      answer(exchange, parsed.call(), login, Reply.refused(404, 6, "Resource not found"));
    }
  }

  private Reply refusal(HttpServletRequest request, LoginSession login) {
    boolean safe = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
    if (login == null) {
      boolean stale =
          Logins.namesSession(request) && request.getHeader("Authorization") == null && !safe;
      return stale && simulation.settings().staleCookieOnPost() == 403
          ? Reply.text(403, "text/plain", CSRF_TEXT)
          : unauthorized();
    }
    if (safe || !simulation.settings().csrf()) {
      return null;
    }
    String token = request.getHeader(simulation.settings().csrfHeaderName());
    if (login.csrfToken().equals(token)) {
      return null;
    }
    simulation.counters().csrfRefusals.increment();
    return Reply.text(403, "text/plain", CSRF_TEXT);
  }

  private Reply unauthorized() {
    Reply reply = Reply.refused(401, 20, "Not authenticated");
    return simulation.settings().wwwAuthenticateOn401()
        ? reply.with(Map.of("WWW-Authenticate", simulation.authenticator().challenge()))
        : reply;
  }

  private Reply me(LoginSession login) {
    if (simulation.settings().csrf()) {
      simulation.counters().csrfFetches.increment();
    }
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", login.user());
    user.put("userName", login.user());
    user.put("roles", List.of("ROLE_AGENT"));
    return Reply.json(200, answerWith("user", user));
  }

  private Reply contactCenter(LoginSession login, ParsedCall parsed) {
    String operation = parsed.call().operation();
    if (!parsed.readable()) {
      return nonZero(10, "The request cannot be read: " + parsed.problem());
    }
    if (operation == null) {
      return nonZero(1, "Required parameter operationName is missing");
    }
    switch (operation) {
      case "StartContactCenterSession" -> {
        JsonNode channels = parsed.body().path("channels");
        if (!channels.isArray() || channels.isEmpty()) {
          return nonZero(1, "Required parameter channels is missing");
        }
        login.contactCenterSession(true);
        if (simulation.faults().partialAgentSessions.take()) {
          return nonZero(7, "Partially successful");
        }
      }
      case "EndContactCenterSession" -> login.contactCenterSession(false);
      default -> {
        return nonZero(10, "Unknown operationName " + operation);
      }
    }
    return Reply.json(200, Map.of("statusCode", 0));
  }

  /** Workbins "of Type Agent and Place": those of groups are not among them. */
  private Reply personalWorkbins() {
    return listed(simulation.workbins().all().stream().filter(w -> !w.type().isGroup()).toList());
  }

  /** Workbins of all types. */
  private Reply workbins() {
    return listed(simulation.workbins().all());
  }

  private Reply listed(List<Workbin> workbins) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Workbin workbin : workbins) {
      Map<String, Object> entry = described(workbin);
      if (simulation.settings().workbinListHasName()) {
        entry.put("name", entry.remove("workbinName"));
      }
      entry.put(
          "uri",
          simulation.url()
              + "/api/v2/workbins/"
              + URLEncoder.encode(workbin.id(), StandardCharsets.UTF_8));
      entry.put("type", workbin.type().wireName());
      list.add(entry);
    }
    return Reply.json(200, answerWith("workbins", list));
  }

  private Reply content(LoginSession login, ParsedCall parsed) {
    RestCall call = parsed.call();
    if (!parsed.readable()) {
      return nonZero(10, "The request cannot be read: " + parsed.problem());
    }
    if (call.type() == null) {
      return parsed.groupsGiven() == 0
          ? nonZero(1, "Required parameter agentGroup or placeGroup is missing")
          : nonZero(10, "Only one of agentGroup and placeGroup can be given");
    }
    BinAddress address = simulation.workbins().spelt(call.bin());
    Bin bin = simulation.workbins().find(address);
    if (bin == null) {
      return nonZero(6, "Workbin " + call.workbinId() + " not found");
    }
    if (simulation.groupWorkbins().isForbidden(login, address)) {
      return nonZero(5, GroupWorkbins.NO_RIGHT);
    }
    simulation.counters().contentReads.increment();
    Set<String> wanted =
        parsed.subresources() == null ? Set.of() : Set.of(parsed.subresources().split(",", -1));
    Map<String, Object> content = described(bin.workbin());
    for (Bin.Item item : wanted.isEmpty() ? List.<Bin.Item>of() : bin.inOrder()) {
      if (wanted.contains("*") || wanted.contains(item.media().wireName())) {
        listIn(content, item.media().listField()).add(simulation.workbins().state(item));
      }
    }
    return Reply.json(200, answerWith("workbin", content));
  }

  // the list was put there by this method, or it is not there yet
  @SuppressWarnings("unchecked")
  private static List<Object> listIn(Map<String, Object> content, String field) {
    return (List<Object>) content.computeIfAbsent(field, key -> new ArrayList<>());
  }

  private static Map<String, Object> described(Workbin workbin) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("workbinName", workbin.name());
    entry.put("id", workbin.id());
    entry.put("displayName", workbin.displayName());
    return entry;
  }

  private static Map<String, Object> answerWith(String field, Object value) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("statusCode", 0);
    answer.put(field, value);
    return answer;
  }

  private Reply nonZero(int statusCode, String message) {
    return Reply.refused(
        simulation.settings().httpStatusForStatusCode().applyAsInt(statusCode),
        statusCode,
        message);
  }

  private void operate(Exchange exchange, ParsedCall parsed, LoginSession login) {
    RestCall call = parsed.call();
    Operation operation = Operation.named(call.operation());
    if (operation == null || operation.kind() != Operation.Kind.ADD) {
      perform(exchange, parsed, login, null);
      return;
    }
    simulation.counters().addCalls.increment();
    if (call.interactionId() != null) {
      simulation.log().addCalled(call.interactionId());
    }
    Fault fault = simulation.faults().adds().take(call);
    Duration delay = simulation.addDelay();
    if (fault != null && fault.kind() == Fault.Kind.SLOW) {
      delay = delay.plus(fault.delay());
    }
    if (delay.isZero()) {
      perform(exchange, parsed, login, fault);
    } else {
      exchange.later(simulation.scheduler(), delay, () -> perform(exchange, parsed, login, fault));
    }
  }

  private void perform(Exchange exchange, ParsedCall parsed, LoginSession login, Fault fault) {
    Result result =
        fault == null || fault.hasEffect()
            ? simulation.groupWorkbins().perform(login, parsed)
            : null;
    log(parsed.call(), login, fault, result);
    if (fault != null && fault.kind() != Fault.Kind.SLOW) {
      releasing(result, () -> fail(exchange, fault));
      return;
    }
    Reply reply = reply(result);
    Reply complete = fault == null ? reply : reply.with(fault.headers());
    if (simulation.settings().notificationBeforeAnswer() && result.change() != null) {
      answerAfterNotification(exchange, result.change(), complete);
    } else {
      releasing(result, () -> exchange.send(complete));
    }
  }

  private Reply reply(Result result) {
    return result.statusCode() == 0
        ? Reply.done(result.referenceId())
        : nonZero(result.statusCode(), result.message());
  }

  private void answerAfterNotification(Exchange exchange, Change change, Reply reply) {
    exchange.laterThan(
        change.published().orTimeout(1, TimeUnit.SECONDS),
        simulation.scheduler(),
        ANSWER_AFTER_NOTIFICATION,
        () -> exchange.send(reply));
    simulation.notifier().release(change);
  }

  private void releasing(Result result, Runnable answer) {
    try {
      answer.run();
    } finally {
      if (result != null && result.change() != null) {
        simulation.notifier().release(result.change());
      }
    }
  }

  private void fail(Exchange exchange, Fault fault) {
    Supplier<Reply> asSaid =
        () -> Reply.text(fault.code(), fault.contentType(), fault.body()).with(fault.headers());
    switch (fault.kind()) {
      case ANSWER -> exchange.send(asSaid.get());
      case STATUS_CODE ->
          exchange.send(nonZero(fault.code(), "Injected fault").with(fault.headers()));
      case UNAUTHORIZED -> exchange.send(unauthorized().with(fault.headers()));
      case CUT_BODY -> exchange.sendCut(asSaid.get());
      case RESET -> exchange.reset();
      case HANG -> exchange.hang(simulation.hung());
      case DRIP -> exchange.drip(simulation.hung());
      case SLOW -> throw new IllegalStateException("a slow answer is no failure");
    }
  }

  private void answer(Exchange exchange, RestCall call, LoginSession login, Reply reply) {
    Reply complete = reply;
    if (login != null && "GET".equals(call.method()) && simulation.settings().csrf()) {
      complete =
          reply.with(
              Map.of(
                  "X-CSRF-HEADER", simulation.settings().csrfHeaderName(),
                  "X-CSRF-TOKEN", login.csrfToken()));
    }
    if (simulation.log().isOn()) {
      add(call, login, reply.status(), -1, -1, false);
    }
    exchange.send(complete);
  }

  private void log(RestCall call, LoginSession login, Fault fault, Result result) {
    if (!simulation.log().isOn()) {
      return;
    }
    boolean effect = result != null && result.effect();
    if (fault != null && fault.kind() != Fault.Kind.SLOW) {
      int statusCode = fault.kind() == Fault.Kind.STATUS_CODE ? fault.code() : -1;
      int status =
          statusCode < 0
              ? fault.code()
              : simulation.settings().httpStatusForStatusCode().applyAsInt(statusCode);
      add(call, login, status, statusCode, -1, effect);
    } else {
      int status =
          result.statusCode() == 0
              ? 200
              : simulation.settings().httpStatusForStatusCode().applyAsInt(result.statusCode());
      add(call, login, status, result.statusCode(), result.referenceId(), effect);
    }
  }

  private void add(
      RestCall call,
      LoginSession login,
      int status,
      int statusCode,
      long referenceId,
      boolean effect) {
    simulation
        .log()
        .add(
            new LoggedRequest(
                call,
                Instant.now(),
                login == null ? null : login.user(),
                login == null ? null : login.id(),
                status,
                statusCode,
                referenceId,
                effect));
  }
}
