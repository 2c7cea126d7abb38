package org.workbinroutes.ops.check;

import java.util.List;
import org.workbinroutes.ops.config.Configuration;

/** Looks at one part of what a configuration leads to. */
@FunctionalInterface
public interface Check {
  /**
   * Looks, and changes nothing.
   *
   * @param configuration what holds
   * @return what was found, at least one; a failure is a finding
   */
  List<Finding> look(Configuration configuration);
}
