package org.workbinroutes.ops.http;

/**
 * Who calls, once that is known.
 *
 * @param name what the configuration or the token calls him
 * @param mayWrite whether he may do more than look
 */
record Caller(String name, boolean mayWrite) {}
