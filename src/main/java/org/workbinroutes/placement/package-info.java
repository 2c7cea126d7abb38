/**
 * The guarantees of a placement: idempotency, retry with exponential backoff, circuit breaker,
 * reconciliation after an unknown outcome. Uses {@code gws} only; {@link
 * org.workbinroutes.placement.Ledger} is its view of the store. Start with {@link
 * org.workbinroutes.placement.Placements}, the way in, and {@code routes/placement.camel.yaml}.
 */
package org.workbinroutes.placement;
