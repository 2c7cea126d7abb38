/**
 * The broker: embedded Artemis or an external one, its connections, and the limits of remote users.
 * Start at {@link org.workbinroutes.ops.broker.Broker}.
 */
package org.workbinroutes.ops.broker;
