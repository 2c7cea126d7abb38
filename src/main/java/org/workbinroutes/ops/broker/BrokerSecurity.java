package org.workbinroutes.ops.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.BrokerUser;
import org.workbinroutes.outage.EventLog;

/**
 * Who logs in to the embedded broker, and what a user may do. The process itself may do everything.
 * A remote user sends to and reads from the addresses of its roles; of a queue that is not named
 * like its address it reads only one that it made itself. Artemis' own security settings know no
 * owner: by them whoever may subscribe to a topic also reads every other subscription of it.
 */
final class BrokerSecurity implements ActiveMQSecurityManager5 {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerSecurity.class);

  /** The names of temporary queues and of subscriptions that end with their connection. */
  private static final Pattern GENERATED =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:-]{1,200}");

  private final RemoteAccess remote;
  private final byte[] localPassword;
  private final Function<SimpleString, Queue> queues;
  private final AtomicLong refusals;
  private final EventLog log = new EventLog(LOG::warn, Clock.systemUTC());

  /**
   * The security of one broker.
   *
   * @param remote the users from outside; null if there are none
   * @param queues finds a queue of the broker by its name; null if there is none
   */
  BrokerSecurity(
      RemoteAccess remote,
      String localPassword,
      Function<SimpleString, Queue> queues,
      AtomicLong refusals) {
    this.remote = remote;
    this.localPassword = localPassword.getBytes(StandardCharsets.UTF_8);
    this.queues = queues;
    this.refusals = refusals;
  }

  @Override
  public Subject authenticate(
      String user, String password, RemotingConnection connection, String securityDomain) {
    if (user == null || password == null) {
      return null;
    }
    boolean isLocal =
        EmbeddedBroker.LOCAL_USER.equals(user)
            && MessageDigest.isEqual(localPassword, password.getBytes(StandardCharsets.UTF_8));
    if (!isLocal && user(user, password) == null) {
      return null;
    }
    Subject subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(user));
    subject.setReadOnly();
    return subject;
  }

  private BrokerUser user(String name, String password) {
    return remote.users().stream()
        .filter(user -> user.isLogin(name, password))
        .findAny()
        .orElse(null);
  }

  /** What is granted is remembered by Artemis under the same name, queue included. */
  @Override
  public boolean authorize(
      Subject subject, Set<Role> ignored, CheckType act, String addressOrQueue) {
    String name = getUserFromSubject(subject);
    if (EmbeddedBroker.LOCAL_USER.equals(name)) {
      return true;
    }
    String address = CompositeAddress.extractAddressName(addressOrQueue);
    String queue =
        CompositeAddress.isFullyQualified(addressOrQueue)
            ? CompositeAddress.extractQueueName(addressOrQueue)
            : null;
    boolean isAllowed =
        remote.users().stream()
            .filter(user -> user.name().equals(name))
            .anyMatch(user -> isAllowed(user, act, address, queue));
    if (!isAllowed) {
      refusals.incrementAndGet();
      log.happened(
          () ->
              "User "
                  + name
                  + " of the embedded broker was refused "
                  + act
                  + (PLAIN.matcher(addressOrQueue).matches() ? " at " + addressOrQueue : "")
                  + ": if it is to do that, give it the role in workbin.broker.users");
    }
    return isAllowed;
  }

  private boolean isAllowed(BrokerUser user, CheckType act, String address, String queue) {
    return isGenerated(address)
        ? user.roles().contains(BrokerRole.SEND) && isAllowedForAnswers(user, act, queue)
        : isAllowedAt(address, user, act, queue);
  }

  /** At the address of a temporary queue, to which nobody but this process sends. */
  private boolean isAllowedForAnswers(BrokerUser user, CheckType act, String queue) {
    return switch (act) {
      case CREATE_ADDRESS, DELETE_ADDRESS -> true;
      case CREATE_NON_DURABLE_QUEUE -> isGenerated(queue);
      case CONSUME, BROWSE, DELETE_NON_DURABLE_QUEUE -> isOwn(user, queue);
      default -> false;
    };
  }

  private boolean isAllowedAt(String address, BrokerUser user, CheckType act, String queue) {
    boolean isTopic = remote.allows(user, BrokerRole.NOTIFICATIONS, address);
    boolean isReadable = isTopic || remote.allows(user, BrokerRole.DEAD_LETTERS, address);
    return switch (act) {
      case SEND -> queue == null && remote.allows(user, BrokerRole.SEND, address);
      case CREATE_NON_DURABLE_QUEUE -> isTopic && isGenerated(queue);
      case CONSUME, BROWSE -> isReadable && (address.equals(queue) || isOwn(user, queue));
      // one that lasts was made by an earlier version
      case DELETE_NON_DURABLE_QUEUE, DELETE_DURABLE_QUEUE -> isReadable && isOwn(user, queue);
      default -> false;
    };
  }

  private static boolean isGenerated(String name) {
    return name != null && GENERATED.matcher(name).matches();
  }

  /** Which user made a queue is kept with it. */
  private boolean isOwn(BrokerUser user, String name) {
    Queue queue = name == null ? null : queues.apply(SimpleString.of(name));
    return queue != null && queue.getUser() != null && user.name().contentEquals(queue.getUser());
  }

  @Override
  public boolean validateUser(String user, String password) {
    return false;
  }

  @Override
  public boolean validateUserAndRole(
      String user, String password, Set<Role> roles, CheckType checkType) {
    return false;
  }
}
