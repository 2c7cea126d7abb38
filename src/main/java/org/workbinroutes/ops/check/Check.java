package org.workbinroutes.ops.check;

import java.util.List;
import org.workbinroutes.ops.config.Configuration;

/** Looks at one part of what a configuration leads to. */
@FunctionalInterface
public interface Check {
  List<Finding> look(Configuration configuration);
}
