/** The product as a process: start, stop, what it shows of itself. */
package org.workbinroutes.ops;
