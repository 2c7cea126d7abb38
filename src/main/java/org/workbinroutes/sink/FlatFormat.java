package org.workbinroutes.sink;

import java.util.Map;

/** Columns as one flat JSON object. */
final class FlatFormat implements NotificationFormat {
  private final NotificationCodec json;
  private final FlatFields fields;

  FlatFormat(NotificationCodec json, FlatFields fields) {
    this.json = json;
    this.fields = fields;
  }

  @Override
  public Object body(SpooledNotification spooled) {
    Map<String, Object> row = fields.row(spooled);
    return json.writeMap(row);
  }

  @Override
  public String contentType() {
    return JSON;
  }
}
