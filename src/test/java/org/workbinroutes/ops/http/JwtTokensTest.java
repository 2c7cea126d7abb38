package org.workbinroutes.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;
import org.workbinroutes.outbound.HostilePeer;

/** Which bearer tokens let in, and which attacks do not. */
class JwtTokensTest {
  private static final String ISSUER = "https://login.example";
  private static final String AUDIENCE = "workbin-routes";

  private static RSAKey rsa;
  private static RSAKey stranger;
  private static ECKey ec;
  private static OctetSequenceKey shared;

  @TempDir private Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
    stranger = new RSAKeyGenerator(2048).keyID("r1").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
    shared = new OctetSequenceKeyGenerator(256).keyID("s1").generate();
  }

  @Test
  void aTokenOfTheIssuerForUsLetsIn() throws Exception {
    // When
    Caller caller = tokens(null, null).caller(signed(good().build(), JWSAlgorithm.RS256, rsa));
    // Then
    assertThat(caller).isEqualTo(new Caller("crm", true));
    assertThat(tokens(null, null).caller(signed(good().build(), JWSAlgorithm.PS256, rsa)))
        .isEqualTo(caller);
    assertThat(
            tokens(null, null)
                .caller(
                    signed(
                        good().build(),
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID("e1")
                            .type(new JOSEObjectType("at+jwt"))
                            .build(),
                        new ECDSASigner(ec))))
        .isEqualTo(caller);
  }

  @Test
  void clocksMayDifferALittle() throws Exception {
    // Given
    JWTClaimsSet late = good().expirationTime(Date.from(Instant.now().minusSeconds(10))).build();
    JWTClaimsSet early = good().notBeforeTime(Date.from(Instant.now().plusSeconds(10))).build();
    // When / Then
    assertThat(tokens(null, null).caller(signed(late, JWSAlgorithm.RS256, rsa))).isNotNull();
    assertThat(tokens(null, null).caller(signed(early, JWSAlgorithm.RS256, rsa))).isNotNull();
  }

  @Test
  void wrongClaimsLetNobodyIn() throws Exception {
    refused(good().issuer("https://evil.example").build(), "iss");
    refused(good().issuer(null).build(), "iss");
    refused(good().audience("another").build(), "aud");
    refused(good().audience((String) null).build(), "aud");
    refused(good().expirationTime(Date.from(Instant.now().minusSeconds(120))).build(), "Expired");
    refused(good().expirationTime(null).build(), "exp");
    refused(good().notBeforeTime(Date.from(Instant.now().plusSeconds(120))).build(), "before");
  }

  @Test
  void signaturesThatProveNothingLetNobodyIn() throws Exception {
    JWTClaimsSet good = good().build();
    // no signature at all
    refused(new PlainJWT(good).serialize());
    // the public key, which everybody has, as a shared secret
    refused(
        signed(
            good,
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r1").build(),
            new MACSigner(rsa.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8))));
    refused(
        signed(
            good,
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r1").build(),
            new MACSigner(rsa.toRSAPublicKey().getEncoded())));
    // a shared secret that stands among the keys
    refused(
        signed(
            good,
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("s1").build(),
            new MACSigner(shared)));
    // an algorithm that is not on the list
    refused(signed(good, JWSAlgorithm.RS512, rsa));
    // a stranger's key under a known id, and one that the token brings along
    refused(signed(good, JWSAlgorithm.RS256, stranger));
    refused(
        signed(
            good,
            new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(stranger.toPublicJWK()).build(),
            new RSASSASigner(stranger)));
    // a token for something else
    refused(
        signed(
            good,
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("r1")
                .type(new JOSEObjectType("logout+jwt"))
                .build(),
            new RSASSASigner(rsa)));
    String token = signed(good, JWSAlgorithm.RS256, rsa);
    refused(token.substring(0, token.length() - 4) + "AAAA");
    refused("ey.ey.ey");
    refused("ey" + "A".repeat(20_000) + ".e.e");
  }

  @Test
  void scopesDecideWhatATokenMayDo() throws Exception {
    JwtTokens tokens = tokens("workbin.read", "workbin.write");
    // When / Then
    assertThat(tokens.caller(scoped("openid workbin.write")).mayWrite()).isTrue();
    assertThat(tokens.caller(scoped("workbin.read")).mayWrite()).isFalse();
    assertThatThrownBy(() -> tokens.caller(scoped("workbin.writer")))
        .isInstanceOf(RefusedLoginException.class)
        .hasMessageContaining("scope");
  }

  @Test
  void aReadScopeAloneOpensNothing() {
    assertThatThrownBy(() -> tokens("workbin.read", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http.jwt.write-scope");
  }

  @Test
  void aWriteScopeAloneLetsOtherTokensLookOnly() throws Exception {
    assertThat(tokens(null, "workbin.write").caller(scoped("other")).mayWrite()).isFalse();
  }

  @Test
  void keysAreFetchedOnceAndNotForEveryTokenThatIsMadeUp() throws Exception {
    // Given
    AtomicInteger fetches = new AtomicInteger();
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          byte[] keys = keys().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    issuer.createContext(
        "/elsewhere",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/jwks");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    issuer.start();
    String base = "http://127.0.0.1:" + issuer.getAddress().getPort();
    try {
      JwtTokens tokens = new JwtTokens(settings(URI.create(base + "/jwks"), null, null));
      // When
      for (int i = 0; i < 20; i++) {
        tokens.caller(signed(good().build(), JWSAlgorithm.RS256, rsa));
        String madeUp =
            signed(
                good().build(),
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("made-up-" + i).build(),
                new RSASSASigner(stranger));
        assertThatThrownBy(() -> tokens.caller(madeUp)).isInstanceOf(RefusedLoginException.class);
      }
      // Then
      assertThat(fetches.get()).isBetween(1, 3);
      JwtTokens redirected = new JwtTokens(settings(URI.create(base + "/elsewhere"), null, null));
      String token = signed(good().build(), JWSAlgorithm.RS256, rsa);
      assertThatThrownBy(() -> redirected.caller(token))
          .hasMessageContaining("http.jwt.jwks could not be read");
    } finally {
      issuer.stop(0);
    }
  }

  /** A time-out of the socket would begin anew with each line, and each informational answer. */
  @ParameterizedTest
  @ValueSource(strings = {"interim", "large", "drip"})
  @Timeout(60)
  void keysThatDoNotEndLetNobodyInAndNobodyHang(String form) throws Exception {
    // Given
    String head = "HTTP/1.1 200 OK\r\n";
    HostilePeer.Answer answer =
        switch (form) {
          case "interim" -> HostilePeer.flooding("", "HTTP/1.1 103 X\r\n\r\n");
          case "large" -> HostilePeer.flooding(head + "Content-Length: 2000000000\r\n\r\n", "x");
          default -> HostilePeer.dripping(head, "a:b\r\n");
        };
    try (HostilePeer issuer = new HostilePeer(answer)) {
      JwtTokens tokens = new JwtTokens(settings(URI.create(issuer.url() + "/jwks"), null, null));
      // When / Then
      assertThatThrownBy(() -> tokens.caller(signed(good().build(), JWSAlgorithm.RS256, rsa)))
          .isInstanceOf(RefusedLoginException.class)
          .hasMessageContaining("http.jwt.jwks could not be read");
    }
  }

  @Test
  void tokensAndKeysAreTakenSideBySide(@TempDir Path own) throws Exception {
    // Given
    JwtSettings settings = settings(keyFile(), "read", "write");
    try (ServerRig rig = ServerRig.withLogin(own, new Logins(List.of(), settings))) {
      // When / Then
      assertThat(rig.http.get("/things", "Authorization: Bearer " + scoped("write")).status)
          .isEqualTo(200);
      assertThat(rig.http.post("/things", "x", "Authorization: Bearer " + scoped("read")).status)
          .isEqualTo(403);
      assertThat(rig.http.get("/things", "Authorization: Bearer " + scoped("none")).status)
          .isEqualTo(401);
      assertThat(rig.served).hasValue(1);
    }
  }

  private void refused(JWTClaimsSet claims, String why) throws Exception {
    JwtTokens tokens = tokens(null, null);
    String token = signed(claims, JWSAlgorithm.RS256, rsa);
    assertThatThrownBy(() -> tokens.caller(token))
        .isInstanceOf(RefusedLoginException.class)
        .hasMessageContaining(why);
  }

  private void refused(String token) throws Exception {
    JwtTokens tokens = tokens(null, null);
    assertThatThrownBy(() -> tokens.caller(token)).isInstanceOf(RefusedLoginException.class);
  }

  private JwtTokens tokens(String readScope, String writeScope) throws Exception {
    return new JwtTokens(settings(keyFile(), readScope, writeScope));
  }

  private URI keyFile() throws Exception {
    return Files.writeString(folder.resolve("jwks.json"), keys()).toUri();
  }

  private static JwtSettings settings(URI keys, String readScope, String writeScope) {
    return new JwtSettings(
        ISSUER,
        AUDIENCE,
        keys,
        List.of("RS256", "PS256", "ES256"),
        Duration.ofSeconds(30),
        readScope,
        writeScope);
  }

  private static String keys() {
    return new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK(), shared)).toString(false);
  }

  private static JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(List.of("other", AUDIENCE))
        .subject("crm")
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  private static String scoped(String scope) throws Exception {
    return signed(good().claim("scope", scope).build(), JWSAlgorithm.RS256, rsa);
  }

  private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, RSAKey key)
      throws Exception {
    return signed(
        claims,
        new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
        new RSASSASigner(key));
  }

  private static String signed(JWTClaimsSet claims, JWSHeader header, JWSSigner signer)
      throws Exception {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }
}
