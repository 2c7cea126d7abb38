package org.workbinroutes.demo;

/** The demo did not come true; the message says what of it, for a person. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }
}
