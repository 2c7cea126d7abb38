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
  /**
   * A value that is wrong.
   *
   * @param place where it was typed
   * @param key what it was typed for
   * @param text the value, no secret; shown without the password that a URL in it may have
   * @param remedy what to do
   * @return the problem
   */
  public static Problem unusable(String place, String key, String text, String remedy) {
    String shown =
        text.replaceAll("\\p{Cntrl}", "?")
            .replaceAll("//[^/@]*@", "//***@")
            .replaceAll("(?i)(password|secret|token)=[^&;),]*", "$1=***");
    return new Problem(place, key + " = '" + shown + "' cannot be used", remedy);
  }

  @Override
  public String toString() {
    return (place == null ? "" : place + ": ") + fault + ": " + remedy;
  }
}
