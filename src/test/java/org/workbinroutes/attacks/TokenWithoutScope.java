package org.workbinroutes.attacks;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** A token without any scope where http.jwt.read-scope is set and write-scope is not. */
final class TokenWithoutScope implements Attack {
  private String token;

  @Override
  public String name() {
    return "http.jwt.read-scope alone: a token without a scope";
  }

  @Override
  public String who() {
    return "who has a token of the issuer for something else";
  }

  @Override
  public boolean isHeldByRefusingToStart() {
    return true;
  }

  @Override
  public Map<String, String> settings(Target target) throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
    Path keys = Files.createTempFile("attack-keys", ".json");
    Files.writeString(keys, new JWKSet(key.toPublicJWK()).toString());
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("https://login.example")
            .audience("workbin-routes")
            .subject("stranger")
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build();
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims);
    jwt.sign(new RSASSASigner(key));
    token = jwt.serialize();
    return Map.of(
        "http.auth",
        "jwt",
        "http.jwt.issuer",
        "https://login.example",
        "http.jwt.audience",
        "workbin-routes",
        "http.jwt.jwks",
        keys.toUri().toString().replace("file:///", "file:/"),
        "http.jwt.read-scope",
        "placements.read");
  }

  @Override
  public Effect run(Target target) throws Exception {
    String login = "Authorization: Bearer " + token;
    int read = target.http().get("/placements", login).status;
    int placed =
        target.http().postJson(Target.request("scope", "bin-scope", "0001scope"), login).status;
    return new Effect(
        "GET and POST /placements with it",
        "GET %d, POST %d".formatted(read, placed),
        read >= 400 && placed >= 400);
  }
}
