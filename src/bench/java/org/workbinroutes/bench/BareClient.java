package org.workbinroutes.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/**
 * What one writes with the bare HttpClient 5: log in once, make the JSON, post it, read the answer.
 * No guarantee of any kind.
 */
final class BareClient implements AutoCloseable {
  /** Connections at the most, as many as the module is given. */
  static final int POOL = 128;

  private static final int TIMEOUT_SECONDS = 20;

  private final ObjectMapper json = new ObjectMapper();
  private final CloseableHttpClient client;
  private final String base;
  private final String login;
  private String cookie;
  private String csrfHeader;
  private String csrf;

  /** Logs in. */
  BareClient(String base) throws IOException {
    this.base = base;
    this.login =
        "Basic "
            + Base64.getEncoder().encodeToString("agent:secret".getBytes(StandardCharsets.UTF_8));
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnPerRoute(POOL)
                    .setMaxConnTotal(POOL)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.ofSeconds(TIMEOUT_SECONDS))
                            .setSocketTimeout(Timeout.ofSeconds(TIMEOUT_SECONDS))
                            .build())
                    .build())
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableContentCompression()
            .build();
    HttpGet me = new HttpGet(base + "/api/v2/me");
    me.setHeader("Authorization", login);
    client.execute(
        me,
        response -> {
          cookie = response.getFirstHeader("Set-Cookie").getValue().replaceFirst(";.*", "");
          Header name = response.getFirstHeader("X-CSRF-HEADER");
          csrfHeader = name == null ? "X-CSRF-TOKEN" : name.getValue();
          Header token = response.getFirstHeader("X-CSRF-TOKEN");
          csrf = token == null ? "none" : token.getValue();
          return EntityUtils.toByteArray(response.getEntity());
        });
  }

  /**
   * Places an interaction.
   *
   * @param workbin the workbin's id
   * @param agentGroup its group
   * @param interaction the interaction's id
   * @throws IOException if there is no good answer
   */
  void place(String workbin, String agentGroup, String interaction) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("operationName", "AddChat");
    body.put("id", interaction);
    HttpPost post =
        new HttpPost(base + "/api/v2/me/workbins/" + workbin + "?agentGroup=" + agentGroup);
    post.setHeader("Authorization", login);
    post.setHeader(csrfHeader, csrf);
    post.setHeader("Cookie", cookie);
    post.setEntity(new ByteArrayEntity(json.writeValueAsBytes(body), ContentType.APPLICATION_JSON));
    Map<?, ?> answer =
        client.execute(
            post,
            response -> json.readValue(EntityUtils.toByteArray(response.getEntity()), Map.class));
    if (!Integer.valueOf(0).equals(answer.get("statusCode"))) {
      throw new IOException("not placed: " + answer);
    }
  }

  /** What a request needs besides, to be one of this login. */
  Map<String, String> headers() {
    return Map.of("Authorization", login, "Cookie", cookie, csrfHeader, csrf);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
