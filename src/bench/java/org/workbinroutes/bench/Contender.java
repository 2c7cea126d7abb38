package org.workbinroutes.bench;

/** One way of doing what is measured. */
interface Contender {
  /**
   * Runs one round.
   *
   * @return what it came to
   * @throws Exception if it failed; then there is no figure at all
   */
  Sample round() throws Exception;
}
