/** Which route files are loaded, and what may not stand in them. */
package org.workbinroutes.ops.routes;
