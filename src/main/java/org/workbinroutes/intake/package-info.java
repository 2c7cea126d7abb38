/**
 * How requests come in: the drop folder, the queue and the HTTP API read records of CSV, JSON, XML
 * or ZIP, validate them and pass each to the placement route. Uses {@code placement} and {@code
 * gws} only. Start with {@link org.workbinroutes.intake.PlacementRequestParser}.
 */
package org.workbinroutes.intake;
