package org.workbinroutes.ops.routes;

/**
 * A file of routes, read once: what was checked is what is loaded.
 *
 * @param location where it is, for Camel and for messages; ends in {@code .camel.yaml}
 * @param text its content
 */
public record RouteFile(String location, String text) {}
