/** What {@code workbin-routes check} looks at: the configuration, and all that it leads to. */
package org.workbinroutes.ops.check;
