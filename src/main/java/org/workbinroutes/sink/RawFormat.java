package org.workbinroutes.sink;

/** The notification as GWS sent it: fields, order, nulls and digits. */
final class RawFormat implements NotificationFormat {
  private final NotificationCodec json;

  RawFormat(NotificationCodec json) {
    this.json = json;
  }

  @Override
  public Object body(SpooledNotification spooled) {
    return json.write(spooled.notification());
  }

  @Override
  public String contentType() {
    return JSON;
  }
}
