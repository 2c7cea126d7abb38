package org.workbinroutes.sink.sql;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.NotificationId;
import org.workbinroutes.sink.SinkFilter;

/** The values a statement can use: what the sink got, the usual columns, and the whole text. */
final class RowValues {
  private static final String TEXT = "notification";

  private final NotificationCodec codec = new NotificationCodec();

  /**
   * Reads the values of a notification.
   *
   * @param exchange a sink's exchange; its body is a map or JSON text
   * @return texts, numbers, truth values and nulls by their names
   */
  Map<String, Object> of(Exchange exchange) {
    Map<String, Object> values = new HashMap<>();
    Notification notification = exchange.getProperty(SinkFilter.NOTIFICATION, Notification.class);
    if (notification != null) {
      putUsual(values, notification);
    }
    Object body = exchange.getMessage().getBody();
    if (body instanceof String text) {
      values.put(TEXT, text);
      putSingles(values, codec.readMap(text));
    } else if (body instanceof Map<?, ?> columns) {
      putSingles(values, columns);
    }
    values.put(InsertStatement.ID, NotificationId.of(exchange));
    return values;
  }

  private static void putUsual(Map<String, Object> values, Notification notification) {
    values.put("action", notification.action());
    values.put("messageType", notification.messageType());
    values.put("media", notification.media());
    values.put("groupKind", notification.groupKind());
    values.put("group", notification.group());
    values.put("workbin", notification.workbinId());
    values.put("interactionId", notification.interactionId());
    values.put("referenceId", notification.referenceId());
  }

  /** Objects and arrays are no values of a column. */
  private static void putSingles(Map<String, Object> values, Map<?, ?> from) {
    from.forEach(
        (name, value) -> {
          if (value == null
              || value instanceof String
              || value instanceof Number
              || value instanceof Boolean) {
            values.put(name.toString(), NotificationCodec.column(value));
          }
        });
  }
}
