package org.workbinroutes.attacks;

/** A port of the product that speaks HTTP. */
enum Port {
  HTTP("http.port"),
  MANAGEMENT("management.port");

  private final String key;

  Port(String key) {
    this.key = key;
  }

  int of(Target target) {
    return this == HTTP ? target.product().httpPort() : target.product().managementPort();
  }

  @Override
  public String toString() {
    return key;
  }
}
