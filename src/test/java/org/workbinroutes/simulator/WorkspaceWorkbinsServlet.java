package org.workbinroutes.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The workbin calls, {@code /workspace/v3/workbins/*}. They are accepted whoever makes them and
 * whatever they ask for, with the exceptions that are known; the substance comes as an event.
 */
final class WorkspaceWorkbinsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String PATH = "/workspace/v3/workbins/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STACK_TRACE =
      "<!DOCTYPE html><html><body><pre>TypeError: Cannot read properties of undefined"
          + " (reading 'ownerId')</pre></body></html>";

  private final transient WorkspaceState state;
  private final transient WorkspaceBayeux bayeux;
  private final transient WorkspaceFaults faults;
  private final boolean eventsBeforeAnswers;

  /** What a call asks for. */
  private record Call(
      String method,
      String path,
      String workbinId,
      String function,
      String user,
      String operationId,
      JsonNode data) {
    /** The part of the workbin that is meant; null if it cannot be told. */
    String owner() {
      String owner = data == null ? null : data.path("ownerId").asText(null);
      return owner == null || owner.isEmpty() ? user : owner;
    }

    String interactionId() {
      return data == null ? null : data.path("interactionId").asText(null);
    }

    RestCall asRestCall() {
      return new RestCall(
          method, path, null, workbinId, null, owner(), function, interactionId(), false);
    }
  }

  WorkspaceWorkbinsServlet(
      WorkspaceState state,
      WorkspaceBayeux bayeux,
      WorkspaceFaults faults,
      boolean eventsBeforeAnswers) {
    this.state = state;
    this.bayeux = bayeux;
    this.faults = faults;
    this.eventsBeforeAnswers = eventsBeforeAnswers;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Call call = read(request);
    state.count(call.function());
    state.noteOperation(call.function(), call.operationId());
    Exchange exchange = new Exchange(request, response);
    Fault fault = faults.calls().take(call.asRestCall());
    List<Runnable> events = new ArrayList<>();
    Reply reply = fault == null || fault.hasEffect() ? perform(call, events) : null;
    if (eventsBeforeAnswers) {
      events.forEach(Runnable::run);
    }
    if (fault == null) {
      exchange.send(reply);
    } else {
      faults.fail(exchange, fault);
    }
    if (!eventsBeforeAnswers) {
      events.forEach(Runnable::run);
    }
  }

  private Call read(HttpServletRequest request) throws IOException {
    // the raw path: an id can hold a slash
    String[] parts = request.getRequestURI().substring(PATH.length()).split("/", -1);
    JsonNode body = null;
    try {
      body = JSON.readTree(request.getInputStream());
    } catch (JsonProcessingException notJson) {
      // such a call asks for nothing
    }
    return new Call(
        request.getMethod(),
        request.getRequestURI(),
        parts.length > 1 ? URLDecoder.decode(parts[0], StandardCharsets.UTF_8) : null,
        parts[parts.length - 1],
        state.user(WorkspaceAuthServlet.code(request)),
        body == null ? null : body.path("operationId").asText(null),
        body == null ? null : body.get("data"));
  }

  private Reply perform(Call call, List<Runnable> events) {
    return switch (call.function()) {
      case "get-workbins" -> {
        answer(call, "EventWorkbins", Map.of("workbins", list()), events);
        yield accepted(call);
      }
      case "get-contents" -> {
        answer(call, "EventWorkbinsContent", Map.of("workbins", contents(call)), events);
        yield accepted(call);
      }
      case "subscribe", "unsubscribe", "get-content" -> onWorkbin(call, events);
      case "add-interaction" -> {
        add(call, events);
        yield accepted(call);
      }
      default -> Reply.text(501, "text/plain", "Not Implemented");
    };
  }

  private Reply onWorkbin(Call call, List<Runnable> events) {
    if (call.data() == null) {
      return Reply.text(500, "text/html;charset=UTF-8", STACK_TRACE);
    }
    WorkspaceState.Workbin workbin = state.workbin(call.workbinId());
    if (workbin == null) {
      return Reply.text(500, "text/plain", "Internal Server Error");
    }
    if (call.function().equals("get-content")) {
      answer(call, "EventWorkbinContent", Map.of("workbin", content(workbin, call)), events);
      return accepted(call);
    }
    if (call.user() != null) {
      WorkspaceState.Subscription subscription =
          new WorkspaceState.Subscription(workbin.id(), call.owner(), call.user());
      if (call.function().equals("subscribe")) {
        state.subscribe(subscription);
      } else {
        state.unsubscribe(subscription);
      }
    }
    // an unsubscription is acknowledged as what it ends
    Map<String, Object> acknowledged = new LinkedHashMap<>();
    acknowledged.put("operation", "SubscribeWorkbinEvents");
    acknowledged.put("workbinId", workbin.id());
    answer(call, "EventAck", acknowledged, events);
    return accepted(call);
  }

  private void add(Call call, List<Runnable> events) {
    if (call.user() == null) {
      return;
    }
    Map<String, Object> interaction =
        state.place(call.workbinId(), call.interactionId(), call.owner());
    if (interaction == null) {
      return;
    }
    changed(call.workbinId(), call.owner(), "PlaceInWorkbin", "Add", interaction, events);
    Map<String, Object> stateChanged = new LinkedHashMap<>();
    stateChanged.put("messageType", "InteractionStateChanged");
    stateChanged.put("notificationType", "StatusChange");
    stateChanged.put("operationId", operationId(call));
    stateChanged.put("interaction", interaction);
    // the publisher looks for the media under another name than it is stored with
    events.add(() -> bayeux.deliver(call.user(), "/workspace/v3/media/undefined", stateChanged));
  }

  /** Tells who has subscribed that a workbin's content changed. */
  void changed(
      String workbinId,
      String owner,
      String operation,
      String change,
      Map<String, Object> interaction,
      List<Runnable> events) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("name", "EventWorkbinContentChanged");
    event.put("messageType", "WorkbinsMessage");
    event.put("interaction", interaction);
    event.put("operation", operation);
    event.put("workbin", Map.of("id", workbinId, "owner", owner));
    event.put("workbinContentOperation", change);
    if (faults.losesChange()) {
      return;
    }
    for (String user : state.listeners(workbinId, owner)) {
      events.add(() -> bayeux.deliver(user, WorkspaceBayeux.WORKBINS, event));
    }
  }

  private void answer(
      Call call, String name, Map<String, Object> substance, List<Runnable> events) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("name", name);
    event.put("messageType", "WorkbinsMessage");
    event.put("operationId", operationId(call));
    event.putAll(substance);
    if (call.user() != null && !faults.losesAnswer(name)) {
      events.add(() -> bayeux.deliver(call.user(), WorkspaceBayeux.WORKBINS, event));
    }
  }

  private List<Map<String, Object>> list() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (WorkspaceState.Workbin workbin : state.workbins()) {
      all.add(fields(workbin));
    }
    return all;
  }

  private Map<String, Object> contents(Call call) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (String id : call.data() == null ? List.<String>of() : ids(call.data())) {
      WorkspaceState.Workbin workbin = state.workbin(id);
      if (workbin != null) {
        all.put(id, content(workbin, call));
      }
    }
    return all;
  }

  private static List<String> ids(JsonNode data) {
    return List.of(data.path("workbinIds").asText("").split(",", -1));
  }

  private Map<String, Object> content(WorkspaceState.Workbin workbin, Call call) {
    Map<String, Object> content = fields(workbin);
    content.put(
        "interactions",
        call.owner() == null ? List.of() : state.content(workbin.id(), call.owner()));
    return content;
  }

  private static Map<String, Object> fields(WorkspaceState.Workbin workbin) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("workbinName", workbin.name());
    fields.put("id", workbin.id());
    fields.put("displayName", workbin.name());
    fields.put("type", workbin.type());
    return fields;
  }

  private static Reply accepted(Call call) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", Map.of("code", 1));
    body.put("operationId", operationId(call));
    return Reply.json(200, body);
  }

  /** The client's own; left out, one for the answer and another for the event. */
  private static String operationId(Call call) {
    return call.operationId() == null ? UUID.randomUUID().toString() : call.operationId();
  }
}
