package org.workbinroutes.simulator;

/**
 * How often an interaction was asked to be added.
 *
 * @param calls authenticated add calls that named it, refused and failed ones included
 * @param effects calls that really put it into a workbin
 */
public record Adds(int calls, int effects) {}
