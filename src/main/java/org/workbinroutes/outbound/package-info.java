/**
 * What every HTTP client of this project has in common: the limits of one exchange with a peer that
 * may be hostile, in time, bytes and messages. Depends on nothing of this project; start at {@link
 * org.workbinroutes.outbound.ExchangeLimits}.
 */
package org.workbinroutes.outbound;
