package org.workbinroutes.ops.http;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.config.Option;
import org.workbinroutes.ops.config.Problem;

/** The server's certificate and, if clients must have one, whose certificates are trusted. */
public final class TlsSettings {
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private final KeyStore keys;
  private final char[] password;
  private final KeyStore trusted;

  /**
   * Settings.
   *
   * @param trusted issuers of clients' certificates; null if clients need none
   */
  public TlsSettings(KeyStore keys, char[] password, KeyStore trusted) {
    this.keys = keys;
    this.password = password.clone();
    this.trusted = trusted;
  }

  /**
   * What the configuration says.
   *
   * @return the settings; empty for plain HTTP
   * @throws ConfigurationException if a store cannot be opened
   */
  public static Optional<TlsSettings> of(Configuration configuration) {
    return configuration
        .find(HttpOptions.TLS_KEY_STORE)
        .map(
            file -> {
              char[] password =
                  configuration.find(HttpOptions.TLS_KEY_STORE_PASSWORD).orElse("").toCharArray();
              return new TlsSettings(
                  open(configuration, HttpOptions.TLS_KEY_STORE, file, password),
                  password,
                  configuration
                      .find(HttpOptions.TLS_TRUST_STORE)
                      .map(
                          store ->
                              open(
                                  configuration,
                                  HttpOptions.TLS_TRUST_STORE,
                                  store,
                                  configuration
                                      .find(HttpOptions.TLS_TRUST_STORE_PASSWORD)
                                      .map(String::toCharArray)
                                      .orElse(null)))
                      .orElse(null));
            });
  }

  private static KeyStore open(
      Configuration configuration, Option<?> option, Path file, char[] password) {
    try {
      return KeyStore.getInstance(file.toFile(), password);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      throw new ConfigurationException(
          List.of(
              new Problem(
                  configuration.placeOf(option.key()).orElse(null),
                  option.key() + " cannot be opened (" + unusable.getClass().getSimpleName() + ")",
                  "name a PKCS#12 or JKS file that can be read, and set "
                      + option.key()
                      + "-password to its password")));
    }
  }

  /**
   * What a program of the same installation trusts: the server's own certificate, under whichever
   * name it is asked for. It shows the same certificate, in case clients need one.
   */
  public SSLContext ownClient() {
    try {
      Set<Certificate> own = new HashSet<>();
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.getCertificate(alias) != null) {
          own.add(keys.getCertificate(alias));
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keyManagers().getKeyManagers(), new TrustManager[] {new OwnCertificate(own)}, null);
      return context;
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException("http.tls.key-store cannot be used", unusable);
    }
  }

  private KeyManagerFactory keyManagers() throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, password);
    return factory;
  }

  void apply(HttpServerOptions options) throws GeneralSecurityException {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setKeyCertOptions(KeyCertOptions.wrap((X509KeyManager) keyManagers().getKeyManagers()[0]));
    if (trusted != null) {
      TrustManagerFactory trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(trusted);
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(TrustOptions.wrap(trustManagers.getTrustManagers()[0]));
    }
  }
}
