package org.workbinroutes.simulator;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a server of the Workspace API v3 knows: users, sessions, workbins, subscriptions. */
final class WorkspaceState {
  /** A workbin; who owns what lies in it is said with each interaction. */
  record Workbin(String id, String name, String type) {}

  /** An interaction in a workbin. */
  record Placed(String interactionId, String owner) {}

  /**
   * Who is told of changes in an owner's part of a workbin. One user can be in it several times.
   */
  record Subscription(String workbinId, String owner, String user) {}

  private final Map<String, String> users;
  private final boolean acceptUnknownInteractions;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> userByCode = new ConcurrentHashMap<>();
  private final Map<String, Workbin> workbins = new LinkedHashMap<>();
  private final Map<String, List<Placed>> contents = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> interactions = new LinkedHashMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final Map<String, String> operations = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> effects = new ConcurrentHashMap<>();

  WorkspaceState(Map<String, String> users, boolean acceptUnknownInteractions) {
    this.users = users;
    this.acceptUnknownInteractions = acceptUnknownInteractions;
    for (org.workbinroutes.simulator.Workbin known : SeedData.workbins()) {
      add(new Workbin(known.id(), known.name(), known.type().wireName()));
    }
  }

  /** The code of a new session; null if user or password are wrong. */
  String logIn(String username, String password) {
    // tenant and user; these users have no tenant
    if (username == null || !username.startsWith("\\")) {
      return null;
    }
    String user = username.substring(1);
    if (password == null || !password.equals(users.get(user))) {
      return null;
    }
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    String code = HexFormat.of().formatHex(bytes);
    userByCode.put(code, user);
    count("sign-in");
    return code;
  }

  /** Who has a session; null if nobody. */
  String user(String code) {
    return code == null ? null : userByCode.get(code);
  }

  void logOut(String code) {
    if (code != null) {
      userByCode.remove(code);
    }
  }

  void forgetSessions() {
    userByCode.clear();
  }

  int sessions() {
    return userByCode.size();
  }

  synchronized void add(Workbin workbin) {
    workbins.put(workbin.id(), workbin);
    contents.computeIfAbsent(workbin.id(), id -> new ArrayList<>());
  }

  synchronized Workbin workbin(String id) {
    return workbins.get(id);
  }

  synchronized Collection<Workbin> workbins() {
    return List.copyOf(workbins.values());
  }

  synchronized void register(String interactionId, Map<String, Object> interaction) {
    interactions.put(interactionId, new LinkedHashMap<>(interaction));
  }

  /**
   * Puts an interaction into a workbin, once more if it is there already. Takes it out of no other.
   *
   * @return the interaction as it is then; null if it or the workbin is not known
   */
  synchronized Map<String, Object> place(String workbinId, String interactionId, String owner) {
    Workbin workbin = workbins.get(workbinId);
    Map<String, Object> known = interactions.get(interactionId);
    if (known == null && acceptUnknownInteractions && interactionId != null) {
      known = plain(interactionId);
    }
    if (workbin == null || known == null) {
      return null;
    }
    Map<String, Object> interaction = new LinkedHashMap<>(known);
    interaction.put("queue", workbin.name() + "/PrivateQueue");
    interaction.put("workbinTypeId", workbin.name());
    interaction.put("agentId", owner);
    interaction.put("assignedTo", owner);
    interaction.put("state", "InWorkbin");
    interaction.put("workflowState", "Queued");
    interaction.put("interactionState", "Queued");
    interactions.put(interactionId, interaction);
    contents.get(workbinId).add(new Placed(interactionId, owner));
    effects.computeIfAbsent(interactionId, id -> new LongAdder()).increment();
    return interaction;
  }

  /** Takes an interaction out; null if it was not in. */
  synchronized Map<String, Object> take(String workbinId, String interactionId, String owner) {
    Placed placed = new Placed(interactionId, owner);
    return contents.getOrDefault(workbinId, List.of()).removeIf(placed::equals)
        ? interactions.get(interactionId)
        : null;
  }

  synchronized List<Map<String, Object>> content(String workbinId, String owner) {
    return contents.getOrDefault(workbinId, List.of()).stream()
        .filter(placed -> placed.owner().equals(owner))
        .map(placed -> interactions.get(placed.interactionId()))
        .toList();
  }

  synchronized void subscribe(Subscription subscription) {
    subscriptions.add(subscription);
  }

  synchronized void unsubscribe(Subscription subscription) {
    subscriptions.removeIf(subscription::equals);
  }

  /** Users to be told of a change, each as often as it has subscribed. */
  synchronized List<String> listeners(String workbinId, String owner) {
    return subscriptions.stream()
        .filter(one -> one.workbinId().equals(workbinId) && one.owner().equals(owner))
        .map(Subscription::user)
        .toList();
  }

  synchronized int subscriptions() {
    return subscriptions.size();
  }

  void count(String function) {
    calls.computeIfAbsent(function, name -> new LongAdder()).increment();
  }

  void noteOperation(String function, String operationId) {
    if (operationId != null) {
      operations.put(function, operationId);
    }
  }

  String lastOperation(String function) {
    return operations.get(function);
  }

  long calls(String function) {
    LongAdder counted = calls.get(function);
    return counted == null ? 0 : counted.sum();
  }

  long effects(String interactionId) {
    LongAdder counted = effects.get(interactionId);
    return counted == null ? 0 : counted.sum();
  }

  private static Map<String, Object> plain(String interactionId) {
    Map<String, Object> interaction = new LinkedHashMap<>();
    interaction.put("id", interactionId);
    interaction.put("interactionType", "Inbound");
    interaction.put("mediaType", "chat");
    interaction.put("userData", List.of());
    return interaction;
  }
}
