/**
 * The Camel component {@code gws}: calls to Genesys Web Services and its CometD notifications. Uses
 * no other package of the product, so that it can be used by itself. Start with {@link
 * org.workbinroutes.gws.GwsEndpoint}.
 */
package org.workbinroutes.gws;
