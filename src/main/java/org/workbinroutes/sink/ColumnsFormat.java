package org.workbinroutes.sink;

/** Columns as a map, for endpoints like {@code sql:} that take values by name. */
final class ColumnsFormat implements NotificationFormat {
  private final FlatFields fields;

  ColumnsFormat(FlatFields fields) {
    this.fields = fields;
  }

  @Override
  public Object body(SpooledNotification spooled) {
    return fields.row(spooled);
  }

  @Override
  public String contentType() {
    return null;
  }
}
