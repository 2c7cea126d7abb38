package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** All switches of a simulator; {@link SimulatorServerBuilder} says what each one means. */
record Settings(
    int port,
    Map<String, String> users,
    boolean oneSessionPerUser,
    boolean csrf,
    String csrfHeaderName,
    OAuthSettings oauth,
    boolean stickyCookie,
    Duration longPollTimeout,
    Duration maxInterval,
    boolean advertiseMaxInterval,
    boolean advice,
    int pollsPerBrowser,
    boolean ackExtension,
    Duration addDelay,
    boolean notificationBeforeAnswer,
    boolean referenceIdInItemAdded,
    boolean subscriptionsPerUser,
    boolean subscriptionsSurviveBayeuxSession,
    IntUnaryOperator httpStatusForStatusCode,
    boolean wwwAuthenticateOn401,
    int staleCookieOnPost,
    int handshakeStatusWithoutSession,
    DeadSessionPoll deadSessionPoll,
    boolean requireContactCenterSession,
    boolean acceptUnknownWorkbins,
    boolean groupsIgnoreCase,
    boolean workbinListHasName,
    Map<String, String> notificationWorkbinIds,
    Media defaultMedia,
    long firstReferenceId,
    boolean logRequests,
    List<Workbin> workbins) {}
