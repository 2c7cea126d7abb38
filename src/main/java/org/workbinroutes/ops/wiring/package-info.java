/** Puts the product's parts together: what {@code new} is called on, and with what. */
package org.workbinroutes.ops.wiring;
