package org.workbinroutes.ops.broker;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.BrokerUser;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;

/**
 * How programs outside this process reach the embedded broker: by Artemis' CORE protocol over TCP
 * on 127.0.0.1, and never without user and password. A user does what its roles say and nothing
 * else.
 *
 * @param port the TCP port; 0 takes a free one
 * @param addresses the queues and topics that each role is for; a role without any may do nothing
 */
public record RemoteAccess(
    int port, List<BrokerUser> users, Map<BrokerRole, Set<String>> addresses) {
  /** The queues and topics that are made for others. */
  public static final Map<BrokerRole, Set<String>> PUBLIC_ADDRESSES =
      Map.of(
          BrokerRole.SEND, Set.of(EmbeddedBroker.PLACEMENTS),
          BrokerRole.DEAD_LETTERS, Set.of(EmbeddedBroker.DEAD_LETTERS),
          BrokerRole.NOTIFICATIONS, Set.of(EmbeddedBroker.NOTIFICATIONS));

  private static final String INTAKE = "jms-intake";

  /** Checks that nobody gets in without a password, and nobody in the broker's own name. */
  public RemoteAccess {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "workbin.broker.port is " + port + ": give a TCP port, 1 to 65535, or 0 for a free one");
    }
    users = List.copyOf(users);
    if (users.isEmpty()) {
      throw new IllegalArgumentException(
          "workbin.broker.port is set, and nobody may log in: set workbin.broker.username and"
              + " workbin.broker.password, or workbin.broker.users");
    }
    if (users.stream().map(BrokerUser::name).distinct().count() < users.size()) {
      throw new IllegalArgumentException("A user of the broker is named twice: name each once");
    }
    for (BrokerUser user : users) {
      if (user.name().isBlank() || user.hash() == null) {
        throw new IllegalArgumentException(
            "The user '" + user.name() + "' of the broker has no name or no password: give both");
      }
      if (user.name().equals(EmbeddedBroker.LOCAL_USER)) {
        throw new IllegalArgumentException(
            "'" + user.name() + "' is the broker's own user: give remote programs another name");
      }
    }
    addresses =
        addresses.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    for (String address : addresses.values().stream().flatMap(Set::stream).toList()) {
      if (address.isBlank() || address.matches(".*([#*]|::).*")) {
        throw new IllegalArgumentException(
            "'" + address + "' is no single queue or topic: name them one by one");
      }
    }
  }

  /**
   * What the configuration says. Of the addresses in workbin.broker.addresses, what an intake reads
   * is for {@link BrokerRole#SEND}, its dead letters for {@link BrokerRole#DEAD_LETTERS}, what a
   * sink writes for {@link BrokerRole#NOTIFICATIONS}. An address that is neither belongs to routes
   * of the owner's and is for the first and the last.
   *
   * @return who may do what
   */
  public static RemoteAccess of(int port, Configuration configuration) {
    Set<String> intakes = new HashSet<>(Set.of(EmbeddedBroker.PLACEMENTS));
    Set<String> deadLetters = new HashSet<>(Set.of(EmbeddedBroker.DEAD_LETTERS));
    Set<String> sinks = new HashSet<>(Set.of(EmbeddedBroker.NOTIFICATIONS));
    Pattern jms =
        Pattern.compile(
            Pattern.quote(configuration.get(WorkbinOptions.BROKER_COMPONENT))
                + ":(?:queue:|topic:)?([^?]+).*");
    for (Configuration.RouteInstance route : configuration.routeInstances()) {
      Map<String, String> parameters = route.parameters();
      if (INTAKE.equals(route.template())) {
        Stream.of("queue", "topic")
            .map(parameters::get)
            .filter(Objects::nonNull)
            .forEach(intakes::add);
        deadLetters.add(parameters.getOrDefault("deadLetters", EmbeddedBroker.DEAD_LETTERS));
      }
      Matcher target =
          jms.matcher(
              parameters
                  .getOrDefault("to", "")
                  .replace(
                      "{{" + WorkbinOptions.BROKER_COMPONENT.key() + "}}",
                      configuration.get(WorkbinOptions.BROKER_COMPONENT)));
      if (target.matches()) {
        sinks.add(target.group(1));
      }
    }
    Set<String> open = Set.copyOf(configuration.get(WorkbinOptions.BROKER_ADDRESSES));
    return new RemoteAccess(
        port,
        BrokerUser.of(configuration),
        Map.of(
            BrokerRole.SEND, without(open, deadLetters, sinks),
            BrokerRole.DEAD_LETTERS, without(open, without(open, deadLetters)),
            BrokerRole.NOTIFICATIONS, without(open, deadLetters, intakes)));
  }

  @SafeVarargs
  private static Set<String> without(Set<String> all, Set<String>... others) {
    Set<String> rest = new HashSet<>(all);
    for (Set<String> other : others) {
      rest.removeAll(other);
    }
    return rest;
  }

  /** Whether one of a user's roles is for an address. */
  boolean allows(BrokerUser user, BrokerRole role, String address) {
    return user.roles().contains(role) && addresses.getOrDefault(role, Set.of()).contains(address);
  }

  /** All queues and topics that are for others. */
  Set<String> allAddresses() {
    return addresses.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }
}
