package org.workbinroutes.gws;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * What the component and its endpoints can be told, in the order of docs/configuration.md. Times
 * are milliseconds. A new option is a field here with its getter and setter; with a {@link
 * ConfigurationKey} it is a key of the product's configuration too.
 */
@UriParams
public class GwsConfiguration implements Cloneable {
  /** How the session proves who it is. */
  public enum Auth {
    /** HTTP Basic on the first request, the session cookie afterwards. */
    basic,
    /** A bearer token from an OAuth 2 token endpoint on every request. */
    oauth2
  }

  /** How a bearer token is asked for. */
  public enum OauthGrant {
    /** With the client's own credentials. */
    client_credentials,
    /** With user name and password of the resource owner. */
    password
  }

  @UriParam(label = "common")
  @ConfigurationKey(key = "gws.url", takes = "URL", required = true)
  @Metadata(
      description =
          "The address of Genesys Web Services, without /api/v2. Needed on the endpoint or on"
              + " the component.")
  private String url;

  @UriParam(label = "security", defaultValue = "basic", enums = "basic,oauth2")
  @ConfigurationKey(key = "gws.auth")
  @Metadata(
      description =
          "How to log in: with user name and password at GWS itself, or with a bearer token"
              + " from an OAuth 2 service in front of it.")
  private Auth auth = Auth.basic;

  @UriParam(label = "security", secret = true)
  @ConfigurationKey(key = "gws.username")
  @Metadata(
      description =
          "The GWS user that places interactions and hears the notifications. Needed unless"
              + " auth=oauth2.")
  private String username;

  @UriParam(label = "security", secret = true)
  @ConfigurationKey(key = "gws.password", takes = "secret")
  @Metadata(description = "The password of `username`. Needed unless auth=oauth2.")
  private String password;

  @UriParam(label = "security")
  @ConfigurationKey(key = "gws.oauth.token-url", takes = "URL")
  @Metadata(description = "The token endpoint of the OAuth 2 service. Needed with auth=oauth2.")
  private String oauthTokenUrl;

  @UriParam(label = "security", secret = true)
  @ConfigurationKey(key = "gws.oauth.client-id")
  @Metadata(description = "The client id at the token endpoint. Needed with auth=oauth2.")
  private String oauthClientId;

  @UriParam(label = "security", secret = true)
  @ConfigurationKey(key = "gws.oauth.client-secret", takes = "secret")
  @Metadata(description = "The secret of `oauthClientId`. Needed with auth=oauth2.")
  private String oauthClientSecret;

  @UriParam(
      label = "security",
      defaultValue = "client_credentials",
      enums = "client_credentials,password")
  @ConfigurationKey(key = "gws.oauth.grant")
  @Metadata(
      description = "Which grant to ask the token with; password uses `username` and `password`.")
  private OauthGrant oauthGrant = OauthGrant.client_credentials;

  @UriParam(label = "security")
  @ConfigurationKey(key = "gws.oauth.scope")
  @Metadata(description = "The scope to ask for, if any. None by default.")
  private String oauthScope;

  @UriParam(label = "security")
  @Metadata(
      description =
          "TLS settings for the notification connection. The REST calls take theirs from the"
              + " context's http component; without a value here the same are used for both.")
  private SSLContextParameters sslContextParameters;

  @UriParam(label = "proxy")
  @ConfigurationKey(key = "gws.proxy.host")
  @Metadata(
      description =
          "The HTTP proxy on the way to GWS, for calls and notifications alike. Without it"
              + " camel.component.http.proxyHost (for an https address"
              + " camel.component.https.proxyHost) counts, and without that the system properties"
              + " of the JVM. None by default.")
  private String proxyHost;

  @UriParam(label = "proxy", defaultValue = "8080")
  @ConfigurationKey(key = "gws.proxy.port", takes = "1 to 65535")
  @Metadata(description = "The port of `proxyHost`.")
  private int proxyPort = 8080;

  @UriParam(label = "proxy", secret = true)
  @ConfigurationKey(key = "gws.proxy.username")
  @Metadata(
      description =
          "The user at `proxyHost`, if it wants a login. It is sent with HTTP Basic. None by"
              + " default.")
  private String proxyUsername;

  @UriParam(label = "proxy", secret = true)
  @ConfigurationKey(key = "gws.proxy.password", takes = "secret")
  @Metadata(description = "The password of `proxyUsername`. None by default.")
  private String proxyPassword;

  @UriParam(label = "proxy")
  @ConfigurationKey(key = "gws.proxy.bypass", takes = "list of host names, * stands for anything")
  @Metadata(
      description =
          "The hosts that are reached without `proxyHost`, such as that of `oauthTokenUrl`."
              + " Separated by commas or bars; an asterisk stands for anything. None by default.")
  private String nonProxyHosts;

  @UriParam(label = "consumer")
  @ConfigurationKey(
      key = "gws.subscriptions",
      takes = "list of workbinId@agentGroup:Name or workbinId@placeGroup:Name")
  @Metadata(
      description =
          "The group workbins to hear notifications of from the start, each as"
              + " workbinId@agentGroup:Name or workbinId@placeGroup:Name, comma separated. The"
              + " workbin of a placement is added by itself. Write a comma as %2C and a percent"
              + " sign as %25. None by default.")
  private String subscriptions;

  @UriParam(label = "producer,advanced", defaultValue = "false")
  @ConfigurationKey(key = "gws.contact-center-session")
  @Metadata(
      description =
          "Whether to start a contact-center session after the login and to end it at the"
              + " stop. Some deployments ask for it.")
  private boolean contactCenterSession;

  @UriParam(label = "producer,advanced")
  @ConfigurationKey(key = "gws.place")
  @Metadata(description = "The place of the contact-center session, if any. None by default.")
  private String place;

  @UriParam(label = "producer,advanced", defaultValue = "chat,email,workitem")
  @ConfigurationKey(key = "gws.channels", takes = "list of media channels")
  @Metadata(description = "The media channels of the contact-center session, comma separated.")
  private String channels = "chat,email,workitem";

  @UriParam(label = "advanced", defaultValue = "5000", javaType = "java.time.Duration")
  @ConfigurationKey(key = "gws.connect-timeout", takes = "100ms to 2m")
  @Metadata(description = "How long to wait for a connection to GWS, in milliseconds.")
  private long connectTimeout = 5_000;

  @UriParam(label = "advanced", defaultValue = "20000", javaType = "java.time.Duration")
  @ConfigurationKey(key = "gws.response-timeout", takes = "100ms to 10m")
  @Metadata(
      description =
          "How long to wait for the answer to a call, in milliseconds. After it the outcome of"
              + " an AddInteraction is unknown, and the workbin's content decides whether to call"
              + " again.")
  private long responseTimeout = 20_000;

  @UriParam(label = "advanced", defaultValue = "25000", javaType = "java.time.Duration")
  @ConfigurationKey(key = "gws.connection-time-to-live", takes = "1s to 1h")
  @Metadata(
      description =
          "How long a connection for calls is kept, in milliseconds. Shorter than the time"
              + " after which GWS, or what stands before it, closes idle connections: 30 s as a"
              + " rule.")
  private long connectionTimeToLive = 25_000;

  @UriParam(label = "advanced", defaultValue = "64")
  @ConfigurationKey(key = "gws.connections", takes = "1 to 1000")
  @Metadata(description = "How many calls to GWS can be under way at the same time.")
  private int connections = 64;

  @UriParam(label = "advanced", defaultValue = "262144")
  @Metadata(
      description =
          "Largest content or list of workbins that is kept as it is, in bytes. Of what is"
              + " larger, names and ids are read.")
  private int maxMessageSize = 256 * 1024;

  @UriParam(label = "producer", defaultValue = "10000", javaType = "java.time.Duration")
  @ConfigurationKey(key = "gws.subscription-timeout", takes = "0s to 5m")
  @Metadata(
      description =
          "How long a placement waits for the subscription to its workbin before it is sent"
              + " without, in milliseconds, so that no confirmation is missed.")
  private long subscriptionTimeout = 10_000;

  @UriParam(label = "consumer,advanced", defaultValue = "0", javaType = "java.time.Duration")
  @ConfigurationKey(key = "gws.subscription-renewal", takes = "0s to 1d")
  @Metadata(
      description =
          "After what time a workbin that is subscribed is subscribed again, in milliseconds,"
              + " in case GWS lost the subscription without a word; 0s never. Workbins with"
              + " placements do not need it: they are subscribed again when two notifications in a"
              + " row did not come.")
  private long subscriptionRenewal;

  @UriParam(label = "consumer,advanced", defaultValue = "33554432")
  @ConfigurationKey(key = "gws.max-burst", takes = "1MB to 1GB")
  @Metadata(
      description =
          "The largest answer to a poll for notifications, in bytes. It holds all that"
              + " gathered since the last one, about 1.2 KB each; what is larger is lost, and the"
              + " workbins of open placements are looked into. The heap must hold it several times"
              + " over.")
  private int maxBurstSize = 32 * 1024 * 1024;

  @UriParam(label = "consumer,advanced", defaultValue = "10000", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How much longer than GWS holds a long poll its answer may take, and how long a"
              + " handshake may take, in milliseconds.")
  private long networkDelay = 10_000;

  @UriParam(label = "consumer,advanced", defaultValue = "120000", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How long GWS is taken to hold a long poll if its advice does not say so, in"
              + " milliseconds.")
  private long pollTimeout = 120_000;

  @UriParam(label = "consumer,advanced", defaultValue = "500", javaType = "java.time.Duration")
  @Metadata(
      description =
          "First pause before the notification connection is made again, in milliseconds; it"
              + " doubles up to `maxReconnectDelay`, each time with a random share of half.")
  private long reconnectDelay = 500;

  @UriParam(label = "consumer,advanced", defaultValue = "30000", javaType = "java.time.Duration")
  @Metadata(
      description =
          "Longest pause before the notification connection is made again, in milliseconds.")
  private long maxReconnectDelay = 30_000;

  /**
   * A copy that an endpoint can change.
   *
   * @return the copy
   */
  public GwsConfiguration copy() {
    try {
      return (GwsConfiguration) clone();
    } catch (CloneNotSupportedException impossible) {
      throw new RuntimeCamelException(impossible);
    }
  }

  public String getUrl() {
    return url;
  }

  public void setUrl(String url) {
    this.url = url;
  }

  public String getUsername() {
    return username;
  }

  public void setUsername(String username) {
    this.username = username;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public Auth getAuth() {
    return auth;
  }

  public void setAuth(Auth auth) {
    this.auth = auth;
  }

  public String getOauthTokenUrl() {
    return oauthTokenUrl;
  }

  public void setOauthTokenUrl(String oauthTokenUrl) {
    this.oauthTokenUrl = oauthTokenUrl;
  }

  public String getOauthClientId() {
    return oauthClientId;
  }

  public void setOauthClientId(String oauthClientId) {
    this.oauthClientId = oauthClientId;
  }

  public String getOauthClientSecret() {
    return oauthClientSecret;
  }

  public void setOauthClientSecret(String oauthClientSecret) {
    this.oauthClientSecret = oauthClientSecret;
  }

  public OauthGrant getOauthGrant() {
    return oauthGrant;
  }

  public void setOauthGrant(OauthGrant oauthGrant) {
    this.oauthGrant = oauthGrant;
  }

  public String getOauthScope() {
    return oauthScope;
  }

  public void setOauthScope(String oauthScope) {
    this.oauthScope = oauthScope;
  }

  public SSLContextParameters getSslContextParameters() {
    return sslContextParameters;
  }

  public void setSslContextParameters(SSLContextParameters sslContextParameters) {
    this.sslContextParameters = sslContextParameters;
  }

  public String getProxyHost() {
    return proxyHost;
  }

  public void setProxyHost(String proxyHost) {
    this.proxyHost = proxyHost;
  }

  public int getProxyPort() {
    return proxyPort;
  }

  public void setProxyPort(int proxyPort) {
    this.proxyPort = proxyPort;
  }

  public String getProxyUsername() {
    return proxyUsername;
  }

  public void setProxyUsername(String proxyUsername) {
    this.proxyUsername = proxyUsername;
  }

  public String getProxyPassword() {
    return proxyPassword;
  }

  public void setProxyPassword(String proxyPassword) {
    this.proxyPassword = proxyPassword;
  }

  public String getNonProxyHosts() {
    return nonProxyHosts;
  }

  public void setNonProxyHosts(String nonProxyHosts) {
    this.nonProxyHosts = nonProxyHosts;
  }

  public String getSubscriptions() {
    return subscriptions;
  }

  public void setSubscriptions(String subscriptions) {
    this.subscriptions = subscriptions;
  }

  public boolean isContactCenterSession() {
    return contactCenterSession;
  }

  public void setContactCenterSession(boolean contactCenterSession) {
    this.contactCenterSession = contactCenterSession;
  }

  public String getPlace() {
    return place;
  }

  public void setPlace(String place) {
    this.place = place;
  }

  public String getChannels() {
    return channels;
  }

  public void setChannels(String channels) {
    this.channels = channels;
  }

  public long getConnectTimeout() {
    return connectTimeout;
  }

  public void setConnectTimeout(long connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  public long getResponseTimeout() {
    return responseTimeout;
  }

  public void setResponseTimeout(long responseTimeout) {
    this.responseTimeout = responseTimeout;
  }

  public int getConnections() {
    return connections;
  }

  public void setConnections(int connections) {
    this.connections = connections;
  }

  public long getConnectionTimeToLive() {
    return connectionTimeToLive;
  }

  public void setConnectionTimeToLive(long connectionTimeToLive) {
    this.connectionTimeToLive = connectionTimeToLive;
  }

  public int getMaxMessageSize() {
    return maxMessageSize;
  }

  public void setMaxMessageSize(int maxMessageSize) {
    this.maxMessageSize = maxMessageSize;
  }

  public int getMaxBurstSize() {
    return maxBurstSize;
  }

  public void setMaxBurstSize(int maxBurstSize) {
    this.maxBurstSize = maxBurstSize;
  }

  public long getSubscriptionTimeout() {
    return subscriptionTimeout;
  }

  public void setSubscriptionTimeout(long subscriptionTimeout) {
    this.subscriptionTimeout = subscriptionTimeout;
  }

  public long getSubscriptionRenewal() {
    return subscriptionRenewal;
  }

  public void setSubscriptionRenewal(long subscriptionRenewal) {
    this.subscriptionRenewal = subscriptionRenewal;
  }

  public long getNetworkDelay() {
    return networkDelay;
  }

  public void setNetworkDelay(long networkDelay) {
    this.networkDelay = networkDelay;
  }

  public long getPollTimeout() {
    return pollTimeout;
  }

  public void setPollTimeout(long pollTimeout) {
    this.pollTimeout = pollTimeout;
  }

  public long getReconnectDelay() {
    return reconnectDelay;
  }

  public void setReconnectDelay(long reconnectDelay) {
    this.reconnectDelay = reconnectDelay;
  }

  public long getMaxReconnectDelay() {
    return maxReconnectDelay;
  }

  public void setMaxReconnectDelay(long maxReconnectDelay) {
    this.maxReconnectDelay = maxReconnectDelay;
  }
}
