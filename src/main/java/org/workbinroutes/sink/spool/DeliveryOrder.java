package org.workbinroutes.sink.spool;

/** In which order a sink gets its notifications. */
public enum DeliveryOrder {
  /** Those of one workbin one after the other, workbins side by side. */
  workbin,
  /** All one after the other. */
  all,
  /** Whichever can be delivered. */
  none;

  /** The lane that one is delivered in. */
  String laneOf(Waiting waiting) {
    return switch (this) {
      case workbin -> waiting.lane();
      case all -> "all";
      case none -> waiting.id();
    };
  }
}
