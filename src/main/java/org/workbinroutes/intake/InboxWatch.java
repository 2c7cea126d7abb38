package org.workbinroutes.intake;

import java.io.IOException;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.RouteAware;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks before each poll whether a drop folder and the folders it needs can be used, so that no
 * record is placed whose file could not be moved away. Camel takes a folder that cannot be listed
 * for an empty one.
 */
public final class InboxWatch implements PollingConsumerPollStrategy, ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(InboxWatch.class);

  private final FileProgressRegistry board;
  private final FileFolders folders;

  public InboxWatch(FileProgressRegistry board, FileFolders folders) {
    this.board = board;
    this.folders = folders;
  }

  @Override
  public boolean begin(Consumer consumer, Endpoint endpoint) {
    String intake = ((RouteAware) consumer).getRoute().getRouteId();
    GenericFileEndpoint<?> files = (GenericFileEndpoint<?>) endpoint;
    Inbox inbox = board.inbox(intake);
    if (inbox == null) {
      inbox =
          board.watch(
              intake,
              folders.inbox(),
              files.isRecursive() ? files.getMaxDepth() : 1,
              filterOf(files));
      board.metrics(endpoint.getCamelContext());
      register(new InboxHealthCheck(inbox), endpoint);
    }
    inbox.tidy();
    inbox.putBackGrown();
    if (inbox.isDue()) {
      try {
        folders.require(inbox.outage().isPresent());
        inbox.works();
      } catch (IOException failed) {
        inbox.failed(FileTrouble.reason(failed));
      }
    }
    if (inbox.outage().isPresent()) {
      // fails the poll, so that the health check of the consumer knows
      throw new FolderFailedException(inbox.outage().get().reason());
    }
    return true;
  }

  @Override
  public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
    // nothing to do
  }

  @Override
  public boolean rollback(
      Consumer consumer, Endpoint endpoint, int retryCounter, Exception failure) {
    String intake = ((RouteAware) consumer).getRoute().getRouteId();
    Inbox inbox = board.inbox(intake);
    if (inbox.outage().isEmpty()) {
      inbox.failed(FileTrouble.reason(failure));
    }
    return false;
  }

  @Override
  public void handleException(Throwable failure) {
    handleException("The drop folder failed", null, failure);
  }

  @Override
  public void handleException(String message, Throwable failure) {
    handleException(message, null, failure);
  }

  @Override
  public void handleException(String message, Exchange exchange, Throwable failure) {
    // that of a folder is logged where it is found, and not with each poll
    if (!(failure instanceof FolderFailedException)) {
      LOG.warn("{}: {}", message, failure.toString());
    }
    LOG.debug("The cause:", failure);
  }

  static Optional<InboxFilter> filterOf(GenericFileEndpoint<?> endpoint) {
    return endpoint.getFilter() instanceof InboxFilter known
        ? Optional.of(known)
        : Optional.empty();
  }

  private static void register(InboxHealthCheck check, Endpoint endpoint) {
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null) {
      check.setCamelContext(endpoint.getCamelContext());
      registry.register(check);
    }
  }

  /** Ends a poll while a folder fails. */
  private static final class FolderFailedException extends RuntimeException {
    FolderFailedException(String reason) {
      super("The drop folder or a folder it needs fails: " + reason);
    }
  }
}
