/**
 * The way of a notification from the spool to the outside: reading it, deciding by a sink's rule,
 * handing it to the sink's endpoint, and keeping what could not be delivered.
 */
package org.workbinroutes.sink;
