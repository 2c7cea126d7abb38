/**
 * The ledger: one row per request with its state, on SQLite, PostgreSQL or in memory. {@link
 * org.workbinroutes.ledger.Ledgers} opens one, {@code Rules} decides every change of state, and
 * changes are committed in groups. Uses {@code placement} and {@code gws} only.
 */
package org.workbinroutes.ledger;
