package org.workbinroutes.ops.config;

/**
 * One thing that is wrong in what was typed.
 *
 * @param place where it was typed: {@code application.properties line 12}, {@code environment
 *     variable GWS_URL}; null if the fault is that it was typed nowhere
 * @param fault what is wrong, with the key's name and never with a secret
 */
public record Problem(String place, String fault, String remedy) {
  /**
   * A value that is wrong.
   *
   * @param text the value, no secret; shown without the password that a URL in it may have
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
