package org.workbinroutes.sink.spool;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The sinks that read from the spool, by name. */
public final class RunningSinks {
  private final ConcurrentMap<String, RunningSink> sinks = new ConcurrentSkipListMap<>();

  /** Makes an empty list. */
  public RunningSinks() {}

  void add(RunningSink sink) {
    sinks.put(sink.name(), sink);
  }

  void remove(RunningSink sink) {
    sinks.remove(sink.name(), sink);
  }

  Collection<RunningSink> all() {
    return sinks.values();
  }

  Optional<RunningSink> find(String name) {
    return Optional.ofNullable(name).map(sinks::get);
  }
}
