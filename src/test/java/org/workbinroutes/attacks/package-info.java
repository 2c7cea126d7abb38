/**
 * Attacks on the packaged product, each against a process of its own: {@link
 * org.workbinroutes.attacks.AttackReport} runs all of them and writes a table, {@code AttacksIT}
 * those that may end or stall the process. Start reading at {@link
 * org.workbinroutes.attacks.Attack}.
 */
package org.workbinroutes.attacks;
