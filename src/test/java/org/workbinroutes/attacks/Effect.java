package org.workbinroutes.attacks;

/**
 * What an attack did and what came of it.
 *
 * @param done what was done, with its figures
 * @param seen what the product did
 * @param held whether the product did what it should
 */
record Effect(String done, String seen, boolean held) {}
