package org.workbinroutes.ops.config;

/**
 * One thing that is wrong in what was typed.
 *
 * @param place where it was typed: {@code application.properties line 12}, {@code environment
 *     variable GWS_URL}; null if the fault is that it was typed nowhere
 * @param fault what is wrong, with the key's name and never with a secret
 * @param remedy what to do
 */
public record Problem(String place, String fault, String remedy) {
  @Override
  public String toString() {
    return (place == null ? "" : place + ": ") + fault + ": " + remedy;
  }
}
