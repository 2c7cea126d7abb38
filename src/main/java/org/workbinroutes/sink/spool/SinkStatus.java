package org.workbinroutes.sink.spool;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a sink stands.
 *
 * @param waiting notifications that wait for it; empty if that cannot be told
 * @param deadLetters notifications that it could not be given; empty if that cannot be told
 * @param held why it is held; empty if it is not
 */
public record SinkStatus(
    String name, OptionalLong waiting, OptionalLong deadLetters, Optional<String> held) {}
