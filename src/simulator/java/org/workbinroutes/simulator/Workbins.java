package org.workbinroutes.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The workbins, their contents and the interactions. Outlives restarts of the server. */
final class Workbins {
  private static final DateTimeFormatter RECEIVED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSZ").withZone(ZoneOffset.UTC);

  private final boolean acceptUnknown;
  private final boolean ignoreCase;
  private final Media defaultMedia;
  private final List<Workbin> all = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<BinAddress, Bin> bins = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Interaction> registered = new ConcurrentHashMap<>();
  private final AtomicLong order = new AtomicLong();

  Workbins(Settings settings) {
    acceptUnknown = settings.acceptUnknownWorkbins();
    ignoreCase = settings.groupsIgnoreCase();
    defaultMedia = settings.defaultMedia();
    settings.workbins().forEach(this::add);
  }

  void add(Workbin workbin) {
    all.add(workbin);
    if (workbin.type().isGroup()) {
      bins.putIfAbsent(
          new BinAddress(workbin.id(), workbin.type(), workbin.group()), new Bin(workbin));
    }
  }

  void register(String interactionId, Interaction interaction) {
    registered.put(interactionId, interaction);
  }

  List<Workbin> all() {
    return new ArrayList<>(all);
  }

  /**
   * The bin at an address.
   *
   * @return the bin, or null if there is none
   */
  Bin find(BinAddress address) {
    Bin bin = bins.get(address);
    if (bin == null && acceptUnknown) {
      return bins.computeIfAbsent(address, unknown -> new Bin(Workbin.at(unknown)));
    }
    return bin;
  }

  /** An address in the spelling of the configuration server. */
  BinAddress spelt(BinAddress address) {
    if (!ignoreCase || address == null) {
      return address;
    }
    return bins.keySet().stream()
        .filter(
            bin ->
                bin.workbinId().equals(address.workbinId())
                    && bin.type() == address.type()
                    && bin.group().equalsIgnoreCase(address.group()))
        .findFirst()
        .orElse(address);
  }

  void clearContents() {
    bins.values().forEach(Bin::clear);
  }

  Bin.Item newItem(String interactionId, Media saidByOperation) {
    Interaction known = registered.get(interactionId);
    Media media =
        known != null ? known.media() : saidByOperation != null ? saidByOperation : defaultMedia;
    return new Bin.Item(interactionId, media, order.incrementAndGet(), System.currentTimeMillis());
  }

  /** The state of an item, as registered or else made up. */
  Map<String, Object> state(Bin.Item item) {
    Interaction known = registered.get(item.interactionId());
    if (known != null) {
      return known.state();
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("capabilities", List.of());
    state.put(item.media().wireName() + "Type", "Inbound");
    state.put("id", item.interactionId());
    state.put("participants", List.of());
    state.put("receivedDate", RECEIVED.format(Instant.ofEpochMilli(item.receivedMillis())));
    state.put("userData", Map.of());
    return state;
  }
}
