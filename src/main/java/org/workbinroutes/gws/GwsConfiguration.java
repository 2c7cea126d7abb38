package org.workbinroutes.gws;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/** What the component and its endpoints can be told. Times are milliseconds. */
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
  @Metadata(
      description =
          "Base address of Genesys Web Services, without the API path, for example"
              + " https://gws.example.com:8091. Needed on the endpoint or on the component.")
  private String url;

  @UriParam(label = "security", secret = true)
  @Metadata(
      description = "Name of the GWS user that places the interactions. Needed unless auth=oauth2.")
  private String username;

  @UriParam(label = "security", secret = true)
  @Metadata(description = "Password of the GWS user. Needed unless auth=oauth2.")
  private String password;

  @UriParam(label = "security", defaultValue = "basic", enums = "basic,oauth2")
  @Metadata(
      description =
          "How the session proves who it is: basic sends name and password once, oauth2 a bearer"
              + " token with every request.")
  private Auth auth = Auth.basic;

  @UriParam(label = "security")
  @Metadata(description = "Address of the OAuth 2 token endpoint. Needed with auth=oauth2.")
  private String oauthTokenUrl;

  @UriParam(label = "security", secret = true)
  @Metadata(description = "Client id for the OAuth 2 token endpoint. Needed with auth=oauth2.")
  private String oauthClientId;

  @UriParam(label = "security", secret = true)
  @Metadata(description = "Client secret for the OAuth 2 token endpoint. Needed with auth=oauth2.")
  private String oauthClientSecret;

  @UriParam(
      label = "security",
      defaultValue = "client_credentials",
      enums = "client_credentials,password")
  @Metadata(
      description =
          "OAuth 2 grant. With password, the GWS user's name and password are sent to the token"
              + " endpoint.")
  private OauthGrant oauthGrant = OauthGrant.client_credentials;

  @UriParam(label = "security")
  @Metadata(description = "OAuth 2 scope to ask for. None by default.")
  private String oauthScope;

  @UriParam(label = "security")
  @Metadata(
      description =
          "TLS settings for the notification connection. The REST calls take theirs from the"
              + " context's http component; without a value here the same are used for both.")
  private SSLContextParameters sslContextParameters;

  @UriParam(label = "proxy")
  @Metadata(
      description =
          "Host of the HTTP proxy on the way to GWS, for calls and notifications alike. Without it"
              + " the proxyHost of Camel's http component counts, and without that the system"
              + " properties of the JVM. None by default.")
  private String proxyHost;

  @UriParam(label = "proxy", defaultValue = "8080")
  @Metadata(description = "Port of proxyHost.")
  private int proxyPort = 8080;

  @UriParam(label = "proxy", secret = true)
  @Metadata(
      description = "User name for proxyHost, which is sent with HTTP Basic. None by default.")
  private String proxyUsername;

  @UriParam(label = "proxy", secret = true)
  @Metadata(description = "Password for proxyHost. None by default.")
  private String proxyPassword;

  @UriParam(label = "proxy")
  @Metadata(
      description =
          "Hosts that are reached without proxyHost, separated by commas or bars; an asterisk"
              + " stands for anything. None by default.")
  private String nonProxyHosts;

  @UriParam(label = "consumer")
  @Metadata(
      description =
          "Group workbins to be notified of, besides those of our own placements: a comma separated"
              + " list, each item a workbin id, an at sign, agentGroup or placeGroup, a colon and"
              + " the group's name. A comma or a percent sign within a name is written as %2C or"
              + " %25. None by default.")
  private String subscriptions;

  @UriParam(label = "producer,advanced", defaultValue = "false")
  @Metadata(
      description =
          "Whether to start a contact center session (StartContactCenterSession) after the login"
              + " and to end it on the way out. Some deployments need it for media operations.")
  private boolean contactCenterSession;

  @UriParam(label = "producer,advanced")
  @Metadata(description = "Place to name in StartContactCenterSession. None by default.")
  private String place;

  @UriParam(label = "producer,advanced", defaultValue = "chat,email,workitem")
  @Metadata(description = "Channels to name in StartContactCenterSession, comma separated.")
  private String channels = "chat,email,workitem";

  @UriParam(label = "advanced", defaultValue = "5000", javaType = "java.time.Duration")
  @Metadata(description = "How long connecting to GWS may take, in milliseconds.")
  private long connectTimeout = 5_000;

  @UriParam(label = "advanced", defaultValue = "20000", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How long GWS may take to answer a call, in milliseconds. After that the outcome of an"
              + " AddInteraction is unknown until the workbin's content was read.")
  private long responseTimeout = 20_000;

  @UriParam(label = "advanced", defaultValue = "64")
  @Metadata(description = "Most connections to GWS at once; calls beyond it wait for one.")
  private int connections = 64;

  @UriParam(label = "advanced", defaultValue = "25000", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How long a connection for calls is kept before a new one is made, in milliseconds."
              + " Shorter than the time after which GWS closes idle connections, 30 s as a rule, so"
              + " that no call meets a connection that is being closed.")
  private long connectionTimeToLive = 25_000;

  @UriParam(label = "advanced", defaultValue = "262144")
  @Metadata(
      description =
          "Largest content or list of workbins that is kept as it is, in bytes. Of what is larger,"
              + " names and ids are read.")
  private int maxMessageSize = 256 * 1024;

  @UriParam(label = "consumer,advanced", defaultValue = "33554432")
  @Metadata(
      description =
          "Largest answer to a poll that is read, in bytes. It holds every notification since the"
              + " last one, about 1.2 KB each; what is larger is lost with its notification"
              + " session.")
  private int maxBurstSize = 32 * 1024 * 1024;

  @UriParam(label = "producer", defaultValue = "10000", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How long an AddInteraction waits for the subscription to its workbin before it is sent"
              + " without, in milliseconds. 0 sends at once and leaves the confirmation to luck.")
  private long subscriptionTimeout = 10_000;

  @UriParam(label = "consumer,advanced", defaultValue = "0", javaType = "java.time.Duration")
  @Metadata(
      description =
          "After what time a workbin that is subscribed is subscribed again, in case GWS lost the"
              + " subscription without a word, in milliseconds. 0 never; workbins with placements"
              + " are subscribed again when two notifications in a row did not come.")
  private long subscriptionRenewal;

  @UriParam(label = "consumer,advanced", defaultValue = "10000", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How much longer than GWS holds a long poll its answer may take, and how long a handshake"
              + " may take, in milliseconds.")
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
              + " doubles up to maxReconnectDelay, each time with a random share of half.")
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
