package org.workbinroutes.gws;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many messages GWS sent: {@code workbin.notifications}, by action and media. Both come from
 * outside, so that what is not in the lists is counted as {@code other}.
 */
final class NotificationMeters {
  private static final String OTHER = "other";
  private static final String NONE = "none";
  private static final Set<String> ACTIONS =
      Set.of(Notification.ITEM_ADDED, "ItemRemoved", "ItemUpdated");
  private static final Set<String> MEDIA =
      Set.of(
          "chat",
          "email",
          "workitem",
          "tweet",
          "facebook",
          "facebooksession",
          "openmedia",
          "interaction");

  private final MeterRegistry registry;
  private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();

  private record Labels(String action, String media) {}

  NotificationMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void count(Notification notification) {
    if (registry != null) {
      counters
          .computeIfAbsent(
              new Labels(known(ACTIONS, notification.action()), known(MEDIA, notification.media())),
              this::counter)
          .increment();
    }
  }

  private Counter counter(Labels labels) {
    return Counter.builder("workbin.notifications")
        .description("Messages that GWS sent on the workbins' channel")
        .tag("action", labels.action())
        .tag("media", labels.media())
        .register(registry);
  }

  private static String known(Set<String> words, String word) {
    if (word == null) {
      return NONE;
    }
    return words.contains(word) ? word : OTHER;
  }
}
