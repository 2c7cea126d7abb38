package org.workbinroutes.gws;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of API v3. Changes of a workbin's content and acknowledgements become
 * notifications in the form of API v2, so that rules, sinks and the ledger know one form only;
 * answers to operations go to who waits for them; what is not known is passed on as it came.
 */
final class V3NotificationReader implements NotificationReader {
  private static final Logger LOG = LoggerFactory.getLogger(V3NotificationReader.class);

  private static final String CONTENT_CHANGED = "EventWorkbinContentChanged";
  private static final String ACKNOWLEDGEMENT = "EventAck";
  private static final String CONTENT = "EventWorkbinContent";

  /** Answers to operations. They hold whole workbins and are no notifications, whoever asked. */
  private static final Set<String> ANSWERS =
      Set.of("EventWorkbins", CONTENT, "EventWorkbinsContent", "EventGetInteractionDetails");

  private static final String OWNER = "owner";
  private static final String INTERACTION = "interaction";
  private static final String WORKBIN = "workbin";
  private static final String CHANGE = "workbinContentOperation";
  private static final String USER_DATA = "userData";
  private static final String ITEM_SUFFIX = "StateResourceV2";
  private static final String OTHER_MEDIA = "openmedia";
  private static final int LONGEST_MEDIA = 64;

  /** Fields of an event that are told in another way, or that mean something else in API v2. */
  private static final Set<String> NOT_TAKEN_OVER =
      Set.of(
          INTERACTION,
          WORKBIN,
          CHANGE,
          "messageType",
          "action",
          "id",
          OWNER,
          "agentGroup",
          "placeGroup",
          "referenceId",
          "stateResource");

  private final KnownWorkbins workbins;
  private final SubscriptionAcks acks;
  private final PendingAnswers answers;
  private final Clock clock;
  private volatile Instant lastHeard;

  V3NotificationReader(
      KnownWorkbins workbins, SubscriptionAcks acks, PendingAnswers answers, Clock clock) {
    this.workbins = workbins;
    this.acks = acks;
    this.answers = answers;
    this.clock = clock;
    this.lastHeard = Instant.MIN;
  }

  /** When the last message came, of whatever kind. */
  Instant lastHeard() {
    return lastHeard;
  }

  @Override
  public Notification read(Map<String, Object> data) {
    lastHeard = clock.instant();
    String name = text(data.get("name"));
    if (CONTENT_CHANGED.equals(name)) {
      return Notification.of(contentChanged(data));
    }
    String operationId = text(data.get(V3Requests.OPERATION_ID));
    CompletableFuture<Map<String, Object>> waiting = answers.take(operationId);
    if (waiting != null) {
      answer(waiting, name, data);
      return null;
    }
    SubscriptionAcks.Expected expected =
        operationId == null ? null : acks.acknowledged(operationId).orElse(null);
    if (expected != null) {
      return Notification.of(
          subscriptionChanged(
              expected, ACKNOWLEDGEMENT.equals(name) ? expected.stateResource() : "RequestFailed"));
    }
    if (ACKNOWLEDGEMENT.equals(name) || (name != null && ANSWERS.contains(name))) {
      LOG.debug("An answer that nobody waits for any more came over the notification connection");
      return null;
    }
    return Notification.of(data);
  }

  @Override
  public void disconnected() {
    answers.fail("The notification connection was lost, and with it the answer to a call");
  }

  private static void answer(
      CompletableFuture<Map<String, Object>> waiting, String name, Map<String, Object> data) {
    if (name == null || !ANSWERS.contains(name)) {
      waiting.completeExceptionally(
          new GwsUnavailableException("GWS answered an operation with another event", null, null));
    } else if (CONTENT.equals(name) && !hasContent(data)) {
      // Taken for an empty workbin it would have an interaction placed once more.
      waiting.completeExceptionally(
          new GwsUnavailableException("GWS answered without the content of a workbin", null, null));
    } else {
      waiting.complete(data);
    }
  }

  private static boolean hasContent(Map<String, Object> data) {
    return data.get(WORKBIN) instanceof Map<?, ?> workbin
        && workbin.get("interactions") instanceof Collection<?>;
  }

  private Map<String, Object> contentChanged(Map<String, Object> event) {
    Map<?, ?> workbin = event.get(WORKBIN) instanceof Map<?, ?> map ? map : Map.of();
    String id = text(workbin.get("id"));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", action(text(event.get(CHANGE))));
    name(workbins.find(id, text(workbin.get(OWNER))), id, body);
    if (event.get(INTERACTION) instanceof Map<?, ?> interaction) {
      body.put(media(interaction) + ITEM_SUFFIX, item(interaction));
    }
    body.put("messageType", "WorkbinStateChangeMessage");
    if (workbin.get(OWNER) != null) {
      body.put(OWNER, workbin.get(OWNER));
    }
    event.forEach(
        (field, value) -> {
          if (!NOT_TAKEN_OVER.contains(field) && !field.endsWith(ITEM_SUFFIX)) {
            body.put(field, value);
          }
        });
    return body;
  }

  private static Map<String, Object> subscriptionChanged(
      SubscriptionAcks.Expected expected, String stateResource) {
    Map<String, Object> body = new LinkedHashMap<>();
    name(expected.workbin(), expected.workbin().id(), body);
    body.put("messageType", Notification.SUBSCRIPTION_MESSAGE);
    body.put(V3Requests.OPERATION_ID, expected.operationId());
    body.put("stateResource", stateResource);
    return body;
  }

  private static void name(GroupWorkbin workbin, String id, Map<String, Object> body) {
    if (workbin != null) {
      body.put(workbin.kind().wireName(), workbin.group());
    }
    if (id != null) {
      body.put("id", id);
    }
  }

  private static String action(String change) {
    if (change == null) {
      return null;
    }
    return switch (change) {
      case "Add" -> Notification.ITEM_ADDED;
      case "Remove" -> "ItemRemoved";
      default -> change;
    };
  }

  private static Map<String, Object> item(Map<?, ?> interaction) {
    Map<String, Object> item = WorkbinContent.textKeys(interaction);
    if (item.get(USER_DATA) instanceof Collection<?> list) {
      item.put(USER_DATA, KeyValueList.read(list));
    }
    return item;
  }

  private static String media(Map<?, ?> interaction) {
    String media = text(interaction.get("mediaType"));
    return media == null || media.length() > LONGEST_MEDIA || !media.matches("[A-Za-z0-9_-]+")
        ? OTHER_MEDIA
        : media;
  }

  private static String text(Object value) {
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }
}
