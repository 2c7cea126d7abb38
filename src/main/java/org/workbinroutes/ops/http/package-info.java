/** The HTTP server: limits, login, and the answers it gives by itself. */
package org.workbinroutes.ops.http;
