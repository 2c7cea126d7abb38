package org.workbinroutes.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The operations on group workbins. */
final class GroupWorkbins {
  static final String NO_RIGHT = "The user has no right to the workbin";

  private final Settings settings;
  private final Workbins workbins;
  private final Subscriptions subscriptions;
  private final Notifier notifier;
  private final NotificationFaults faults;
  private final Counters counters;
  private final RequestLog log;
  private final AtomicLong referenceIds;
  private final Map<String, Set<BinAddress>> forbidden = new ConcurrentHashMap<>();

  GroupWorkbins(
      Settings settings,
      Workbins workbins,
      Subscriptions subscriptions,
      Notifier notifier,
      NotificationFaults faults,
      Counters counters,
      RequestLog log) {
    this.settings = settings;
    this.workbins = workbins;
    this.subscriptions = subscriptions;
    this.notifier = notifier;
    this.faults = faults;
    this.counters = counters;
    this.log = log;
    referenceIds = new AtomicLong(settings.firstReferenceId());
  }

  void nextReferenceId(long next) {
    referenceIds.set(next);
  }

  Result perform(LoginSession login, ParsedCall parsed) {
    RestCall call = parsed.call();
    Operation operation = Operation.named(call.operation());
    if (!parsed.readable()) {
      return Result.refused(10, "The request cannot be read: " + parsed.problem());
    }
    if (call.operation() == null) {
      return Result.refused(1, "Required parameter operationName is missing");
    }
    if (operation == null) {
      return Result.refused(10, "Unknown operationName " + call.operation());
    }
    if (call.type() == null) {
      return parsed.groupsGiven() == 0
          ? Result.refused(1, "Required parameter agentGroup or placeGroup is missing")
          : Result.refused(10, "Only one of agentGroup and placeGroup can be given");
    }
    BinAddress address = workbins.spelt(call.bin());
    Bin bin = workbins.find(address);
    if (bin == null) {
      return Result.refused(6, "Workbin " + call.workbinId() + " not found");
    }
    if (isForbidden(login, address)) {
      return Result.refused(5, NO_RIGHT);
    }
    return switch (operation.kind()) {
      case SUBSCRIBE -> subscribe(login, address);
      case UNSUBSCRIBE -> unsubscribe(login, address);
      case ADD, PULL -> move(login, call, operation, address, bin);
    };
  }

  boolean isForbidden(LoginSession login, BinAddress address) {
    return forbidden.getOrDefault(login.user(), Set.of()).contains(address);
  }

  void forbid(String user, BinAddress address) {
    forbidden.computeIfAbsent(user, key -> ConcurrentHashMap.newKeySet()).add(address);
  }

  private Result move(
      LoginSession login, RestCall call, Operation operation, BinAddress address, Bin bin) {
    if (call.interactionId() == null || call.interactionId().isEmpty()) {
      return Result.refused(1, "Required parameter id is missing");
    }
    if (settings.requireContactCenterSession() && !login.contactCenterSession()) {
      return Result.refused(3, "The contact center session is not started");
    }
    return operation.kind() == Operation.Kind.ADD
        ? add(call, operation, address, bin)
        : pull(call, address, bin);
  }

  private Result add(RestCall call, Operation operation, BinAddress address, Bin bin) {
    Bin.Item item = workbins.newItem(call.interactionId(), operation.media());
    if (!bin.add(item)) {
      return Result.refused(2, "Interaction is already in the workbin");
    }
    counters.addEffects.increment();
    log.addHadEffect(call.interactionId());
    return changed("ItemAdded", address, item);
  }

  private Result pull(RestCall call, BinAddress address, Bin bin) {
    Bin.Item item = bin.remove(call.interactionId());
    if (item == null) {
      return Result.refused(6, "Interaction is not in the workbin");
    }
    counters.pulls.increment();
    return changed("ItemRemoved", address, item);
  }

  /**
   * Somebody else, at the agent's desktop for example, adds an interaction.
   *
   * @return false if it was there already
   */
  boolean put(BinAddress address, String interactionId) {
    Bin.Item item = workbins.newItem(interactionId, null);
    if (!known(address).add(item)) {
      return false;
    }
    publishNow(changed("ItemAdded", address, item));
    return true;
  }

  /**
   * Somebody else takes an interaction out.
   *
   * @return false if it was not there
   */
  boolean take(BinAddress address, String interactionId) {
    Bin.Item item = known(address).remove(interactionId);
    if (item == null) {
      return false;
    }
    publishNow(changed("ItemRemoved", address, item));
    return true;
  }

  /**
   * Tells once more that an interaction was added.
   *
   * @return false if it is not in the workbin
   */
  boolean redeliver(BinAddress address, String interactionId) {
    Bin.Item item = known(address).item(interactionId);
    if (item == null) {
      return false;
    }
    publishNow(changed("ItemAdded", address, item));
    return true;
  }

  private Bin known(BinAddress address) {
    Bin bin = workbins.find(address);
    if (bin == null) {
      throw new IllegalArgumentException(
          "bin: the simulator has no workbin "
              + address.workbinId()
              + " of "
              + address.type().groupParameter()
              + " "
              + address.group());
    }
    return bin;
  }

  private void publishNow(Result result) {
    if (result.change() != null) {
      notifier.release(result.change());
    }
  }

  private Result changed(String action, BinAddress address, Bin.Item item) {
    long referenceId = referenceIds.getAndIncrement();
    if (subscriptions.listeners(address).isEmpty()) {
      counters.unheard.increment();
      return Result.done(referenceId, true, null);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("action", action);
    putGroup(data, address, WorkbinType.AGENT_GROUP);
    data.put(item.media().stateField(), workbins.state(item));
    data.put(
        "id",
        settings.notificationWorkbinIds().getOrDefault(address.workbinId(), address.workbinId()));
    data.put("messageType", "WorkbinStateChangeMessage");
    putGroup(data, address, WorkbinType.PLACE_GROUP);
    if (settings.referenceIdInItemAdded()) {
      data.put("referenceId", referenceId);
    }
    Change change = Change.ofContent(address, data);
    notifier.enqueue(change);
    return Result.done(referenceId, true, change);
  }

  private Result subscribe(LoginSession login, BinAddress address) {
    counters.subscribes.increment();
    if (faults.failSubscriptions.take()) {
      return subscriptionChanged(login, address, "RequestFailed", false);
    }
    subscriptions.subscribe(login, address);
    return subscriptionChanged(login, address, "Subscribed", true);
  }

  private Result unsubscribe(LoginSession login, BinAddress address) {
    counters.unsubscribes.increment();
    boolean effect = subscriptions.unsubscribe(login, address);
    return subscriptionChanged(login, address, "Unsubscribed", effect);
  }

  private Result subscriptionChanged(
      LoginSession login, BinAddress address, String state, boolean effect) {
    long referenceId = referenceIds.getAndIncrement();
    Map<String, Object> data = new LinkedHashMap<>();
    putGroup(data, address, WorkbinType.AGENT_GROUP);
    data.put("id", address.workbinId());
    data.put("messageType", "WorkbinSubscriptionStateChangeMessage");
    putGroup(data, address, WorkbinType.PLACE_GROUP);
    data.put("referenceId", referenceId);
    data.put("stateResource", state);
    Change change = Change.ofSubscription(address, login, data);
    notifier.enqueue(change);
    return Result.done(referenceId, effect, change);
  }

  private static void putGroup(Map<String, Object> data, BinAddress address, WorkbinType type) {
    if (address.type() == type) {
      data.put(type.groupParameter(), address.group());
    }
  }
}
