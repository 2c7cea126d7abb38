package org.workbinroutes.attacks;

/**
 * One attack on one product: a row of one column of the report.
 *
 * @param attack its name
 * @param who from where it can be made
 * @param effect what came of it
 * @param figures what was measured; null if the product did not start
 */
record Result(String attack, String who, Effect effect, Figures figures) {}
