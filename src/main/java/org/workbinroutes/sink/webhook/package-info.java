/** The webhook sink, and what every HTTP client of this module is hardened with. */
package org.workbinroutes.sink.webhook;
