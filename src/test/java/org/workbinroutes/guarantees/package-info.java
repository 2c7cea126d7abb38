/**
 * The guarantees, proven: the packaged product as a process of its own against the simulator, while
 * it is killed, while GWS fails in every way we know, and while the network between them
 * misbehaves.
 */
package org.workbinroutes.guarantees;
