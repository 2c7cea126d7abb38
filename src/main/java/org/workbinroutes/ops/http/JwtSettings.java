package org.workbinroutes.ops.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Which bearer tokens let somebody in.
 *
 * @param audience whom they must be made for
 * @param keys where the issuer's public keys are: https, http or file
 * @param algorithms the signatures that are taken; none with a shared secret
 * @param clockSkew by how much clocks may differ
 * @param readScope the scope by which a token may look; null if each may; not without a write scope
 * @param writeScope the scope by which a token may do more; null if each may
 */
public record JwtSettings(
    String issuer,
    String audience,
    URI keys,
    List<String> algorithms,
    Duration clockSkew,
    String readScope,
    String writeScope) {
  public JwtSettings {
    if (readScope != null && writeScope == null) {
      throw new IllegalArgumentException(
          "http.jwt.read-scope without http.jwt.write-scope would let every token write");
    }
    algorithms = List.copyOf(algorithms);
  }
}
