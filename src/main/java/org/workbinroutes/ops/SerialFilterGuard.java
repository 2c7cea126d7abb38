package org.workbinroutes.ops;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.util.List;
import java.util.Optional;
import org.workbinroutes.ops.config.Problem;

/**
 * Makes sure that this JVM reads no serialized Java objects at all. Clients of brokers read
 * serialized objects, and libraries that turn one into a running command are on every broker's
 * class path.
 */
public final class SerialFilterGuard {
  /** What the JVM has to be started with. */
  public static final String JVM_OPTION = "-Djdk.serialFilter=!*";

  // any class: harmless ones too, because a filter that lets them pass is none that rejects all
  private static final List<Class<?>> SAMPLES =
      List.of(String.class, java.util.HashMap.class, SerialFilterGuard.class);

  /**
   * Asks a filter.
   *
   * @param filter the JVM's filter; null if it has none
   */
  public Optional<Problem> check(ObjectInputFilter filter) {
    boolean rejectsAll =
        filter != null
            && SAMPLES.stream()
                .allMatch(type -> filter.checkInput(new Sample(type)) == Status.REJECTED);
    return rejectsAll
        ? Optional.empty()
        : Optional.of(
            new Problem(
                null,
                "this JVM would read serialized Java objects from messages",
                "start it with bin/workbin-routes, or add " + JVM_OPTION + " to the java command"));
  }

  private record Sample(Class<?> serialClass) implements FilterInfo {
    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 0;
    }
  }
}
