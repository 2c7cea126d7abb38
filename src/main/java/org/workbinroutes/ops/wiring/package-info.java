/** Puts the parts together: components and beans, set up by what the configuration says. */
package org.workbinroutes.ops.wiring;
