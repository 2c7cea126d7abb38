package org.workbinroutes.ops.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.workbinroutes.outbound.ExchangeLimits;

/**
 * Bearer tokens in JWT form, signed by somebody whose public keys are known. Issuer, audience,
 * algorithm and expiry are checked by Nimbus; a token without one of them is refused.
 */
final class JwtTokens implements Credentials {
  private static final Timeout CONNECT = Timeout.ofSeconds(2);
  private static final Timeout READ = Timeout.ofSeconds(3);
  private static final int LARGEST_KEY_SET = 256 * 1024;
  private static final int LONGEST_TOKEN = 16 * 1024;
  private static final long KEEP_KEYS_MILLIS = 5 * 60_000L;
  private static final long KEEP_KEYS_IN_OUTAGE_MILLIS = 4 * 3_600_000L;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final JwtSettings settings;

  JwtTokens(JwtSettings settings) {
    this.settings = settings;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.copyOf(settings.algorithms().stream().map(JWSAlgorithm::parse).toList()),
            keys(settings.keys())));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            Set.of(settings.audience()),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("exp"),
            Set.of());
    claims.setMaxClockSkew((int) settings.clockSkew().toSeconds());
    processor.setJWTClaimsSetVerifier(claims);
  }

  @Override
  public boolean mayBe(String credential) {
    return credential.chars().filter(c -> c == '.').count() == 2 && credential.startsWith("ey");
  }

  @Override
  public Caller caller(String credential) throws RefusedLoginException {
    if (credential.length() > LONGEST_TOKEN) {
      throw new RefusedLoginException("the token is too long");
    }
    try {
      JWTClaimsSet claims = processor.process(credential, null);
      return new Caller(name(claims), mayWrite(claims));
    } catch (BadJWTException wrongClaims) {
      // Nimbus' words name the claim and not its value
      throw new RefusedLoginException("the token's claims: " + wrongClaims.getMessage());
    } catch (BadJOSEException | ParseException wrong) {
      throw new RefusedLoginException("the token is not one of the configured signers'");
    } catch (KeySourceException away) {
      throw new RefusedLoginException("the keys at http.jwt.jwks could not be read");
    } catch (JOSEException broken) {
      throw new RefusedLoginException("the token's signature could not be checked");
    }
  }

  private static String name(JWTClaimsSet claims) {
    return claims.getSubject() == null ? "unnamed" : claims.getSubject();
  }

  private boolean mayWrite(JWTClaimsSet claims) throws RefusedLoginException {
    if (settings.writeScope() == null || scopes(claims).contains(settings.writeScope())) {
      return true;
    }
    if (settings.readScope() == null || scopes(claims).contains(settings.readScope())) {
      return false;
    }
    throw new RefusedLoginException("the token has neither of the scopes for this product");
  }

  /** RFC 8693: one text with blanks; some issuers give a list. */
  private static List<String> scopes(JWTClaimsSet claims) {
    try {
      Object scope = claims.getClaim(claims.getClaim("scope") == null ? "scp" : "scope");
      if (scope instanceof List<?> list) {
        return list.stream().map(String::valueOf).toList();
      }
      return scope instanceof String text ? Arrays.asList(text.split(" ", -1)) : List.of();
    } catch (RuntimeException odd) {
      return List.of();
    }
  }

  private static JWKSource<SecurityContext> keys(URI place) {
    try {
      JWKSourceBuilder<SecurityContext> builder =
          place.getScheme().equals("file")
              ? JWKSourceBuilder.create(new KeyFile(Path.of(place)))
              : JWKSourceBuilder.create(place.toURL(), new KeyFetcher());
      // one that does not know a token's key asks again, but not as often as somebody invents keys
      return builder
          .cache(KEEP_KEYS_MILLIS, CONNECT.toMilliseconds() + READ.toMilliseconds())
          .rateLimited(JWKSourceBuilder.DEFAULT_RATE_LIMIT_MIN_INTERVAL)
          .outageTolerant(KEEP_KEYS_IN_OUTAGE_MILLIS)
          .build();
    } catch (IOException noUrl) {
      throw new IllegalArgumentException("http.jwt.jwks is no URL", noUrl);
    }
  }

  /** Goes where it was told to and nowhere else, and waits no longer for keys than it may. */
  private static final class KeyFetcher implements ResourceRetriever {
    private final CloseableHttpClient http;

    KeyFetcher() {
      HttpClientBuilder builder =
          HttpClientBuilder.create()
              .useSystemProperties()
              .disableRedirectHandling()
              .disableAutomaticRetries()
              .disableCookieManagement()
              .disableContentCompression()
              .setDefaultRequestConfig(
                  RequestConfig.custom()
                      .setConnectionRequestTimeout(CONNECT)
                      .setResponseTimeout(READ)
                      .build())
              .setConnectionManager(
                  PoolingHttpClientConnectionManagerBuilder.create()
                      .useSystemProperties()
                      .setDefaultConnectionConfig(
                          ConnectionConfig.custom()
                              .setConnectTimeout(CONNECT)
                              .setSocketTimeout(READ)
                              .build())
                      .build());
      ExchangeLimits.applyTo(builder, LARGEST_KEY_SET);
      this.http = builder.build();
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
      return http.execute(
          new HttpGet(url.toString()),
          answer -> {
            if (answer.getCode() != HttpStatus.SC_OK || answer.getEntity() == null) {
              throw new IOException("HTTP " + answer.getCode());
            }
            return new Resource(
                EntityUtils.toString(answer.getEntity(), StandardCharsets.UTF_8),
                answer.getEntity().getContentType());
          });
    }
  }

  /** A file of keys, read anew when what is known of it is old. */
  private static final class KeyFile implements JWKSetSource<SecurityContext> {
    private final Path file;

    KeyFile(Path file) {
      this.file = file;
    }

    @Override
    public JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator refresh, long currentTime, SecurityContext context)
        throws KeySourceException {
      try {
        if (Files.size(file) > LARGEST_KEY_SET) {
          throw new KeySourceException("The file of keys is too large");
        }
        return JWKSet.parse(Files.readString(file));
      } catch (IOException | ParseException unreadable) {
        throw new KeySourceException("The file of keys cannot be read", unreadable);
      }
    }

    @Override
    public void close() {
      // nothing is held open
    }
  }
}
