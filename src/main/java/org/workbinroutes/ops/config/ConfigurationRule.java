package org.workbinroutes.ops.config;

import java.util.List;

/** Checks what the keys alone do not tell, such as the parameters of route templates. */
@FunctionalInterface
public interface ConfigurationRule {
  /** Checks a configuration, and changes nothing. */
  List<Problem> check(Configuration configuration);
}
