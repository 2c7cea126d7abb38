/**
 * The spool: what every sink has not had yet, in a queue of its own, and what it could not be
 * given.
 */
package org.workbinroutes.sink.spool;
