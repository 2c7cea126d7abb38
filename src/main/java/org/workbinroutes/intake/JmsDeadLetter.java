package org.workbinroutes.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was refused, and why.
 *
 * @param body as it came, a String or byte[]
 */
record JmsDeadLetter(Object body, Map<String, Object> properties) {
  static final String REASON = "workbinReason";
  private static final String ERROR = "workbinError";
  private static final String REQUEST_ID = "workbinRequestId";
  private static final String POSITION = "workbinPosition";
  private static final String MESSAGE_ID = "workbinMessageId";
  private static final int LONGEST_MESSAGE_ID = 256;

  static JmsDeadLetter of(JmsRecord record, Refusal refusal, String source, String messageId) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(REASON, refusal.code());
    properties.put(ERROR, refusal.error());
    properties.put(Handover.SOURCE, source);
    if (record.request() != null) {
      properties.put(REQUEST_ID, record.request().requestId());
    }
    if (record.position() > 0) {
      properties.put(POSITION, record.position());
    }
    if (messageId != null && messageId.length() <= LONGEST_MESSAGE_ID) {
      properties.put(MESSAGE_ID, messageId);
    }
    return new JmsDeadLetter(record.original(), properties);
  }

  /**
   * The same for many records of a message, this one first, which can be sent again as they are.
   */
  JmsDeadLetter ofMany(List<String> originals) {
    boolean isLines = originals.stream().noneMatch(one -> one.indexOf('\n') >= 0);
    Map<String, Object> ofAll = new LinkedHashMap<>(properties);
    ofAll.remove(REQUEST_ID);
    ofAll.put(
        ERROR, originals.size() + " records of one message, the first: " + properties.get(ERROR));
    return new JmsDeadLetter(
        isLines ? String.join("\n", originals) : "[" + String.join(",", originals) + "]", ofAll);
  }
}
