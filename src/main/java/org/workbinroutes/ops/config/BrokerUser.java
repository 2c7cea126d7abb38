package org.workbinroutes.ops.config;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A remote user of the embedded broker.
 *
 * @param hash SHA-256 of the password, in hex; null if the password is workbin.broker.password
 */
public record BrokerUser(String name, String hash, Set<BrokerRole> roles) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]{1,64})(?::([0-9a-fA-F]{64}))?:([a-z+-]{1,99})");

  public BrokerUser {
    roles = roles.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(roles));
  }

  /**
   * Reads the configuration's form.
   *
   * @param text {@code name:hash:role+role}; without the hash for the user of
   *     workbin.broker.username
   */
  public static BrokerUser parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "write each user as name:hash:roles, for example crm:5e88...:send; workbin-routes key"
              + " --broker send crm makes password and line");
    }
    Set<BrokerRole> roles = EnumSet.noneOf(BrokerRole.class);
    for (String role : matcher.group(3).split("\\+", -1)) {
      roles.add(BrokerRole.parse(role));
    }
    return new BrokerUser(matcher.group(1), matcher.group(2), roles);
  }

  /**
   * All remote users of a configuration: those of workbin.broker.users, and the one of
   * workbin.broker.username, who only sends if workbin.broker.users says nothing else.
   */
  public static List<BrokerUser> of(Configuration configuration) {
    List<BrokerUser> users = new ArrayList<>();
    String first = configuration.find(WorkbinOptions.BROKER_USERNAME).orElse(null);
    String hash =
        configuration.find(WorkbinOptions.BROKER_PASSWORD).map(ApiKey::hashOf).orElse(null);
    boolean isNamed = false;
    for (BrokerUser user : configuration.find(WorkbinOptions.BROKER_USERS).orElse(List.of())) {
      boolean isFirst = user.name().equals(first) && user.hash() == null;
      isNamed |= isFirst;
      users.add(isFirst ? new BrokerUser(first, hash, user.roles()) : user);
    }
    if (first != null && !isNamed) {
      users.add(new BrokerUser(first, hash, Set.of(BrokerRole.SEND)));
    }
    return users;
  }

  /**
   * Whether somebody who logs in is this user. It takes as long for a wrong password as for the
   * right one.
   *
   * @param user the user name given; may be null
   * @param password the password given; may be null
   */
  public boolean isLogin(String user, String password) {
    return password != null
        && hash != null
        && name.equals(user)
        && MessageDigest.isEqual(HexFormat.of().parseHex(hash), ApiKey.digest(password));
  }

  /** The name and the roles: the hash is of no use in a log. */
  @Override
  public String toString() {
    return name + roles;
  }
}
