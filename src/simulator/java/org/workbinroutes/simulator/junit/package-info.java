/**
 * The simulator in JUnit 5 tests of your own: annotate the class with {@link
 * org.workbinroutes.simulator.junit.GwsSimulator}, and take a {@link
 * org.workbinroutes.simulator.junit.SimulatedGws} as a parameter.
 */
package org.workbinroutes.simulator.junit;
