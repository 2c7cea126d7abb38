package org.workbinroutes.ops.config;

import java.util.List;

/** Checks what the keys alone do not tell, such as the parameters of route templates. */
@FunctionalInterface
public interface ConfigurationRule {
  /**
   * Checks a configuration, and changes nothing.
   *
   * @param configuration what was read; an option that could not be read is not set in it
   * @return every problem
   */
  List<Problem> check(Configuration configuration);
}
