/**
 * Outages of the parts this product depends on: GWS, the broker, the ledger, a folder, a sink.
 * Depends on nothing of this project; start at {@link org.workbinroutes.outage.OutageLog}.
 */
package org.workbinroutes.outage;
