/**
 * A stand-in for Genesys Web Services: real HTTP, a real Bayeux server, and a switch for every way
 * in which deployments differ or fail. It depends on nothing else of this project.
 *
 * <p>Start with {@link org.workbinroutes.simulator.SimulatorServer#builder()}, in JUnit tests with
 * {@link org.workbinroutes.simulator.junit.GwsSimulator}, on the command line with {@link
 * org.workbinroutes.simulator.SimulatorMain}.
 */
package org.workbinroutes.simulator;
