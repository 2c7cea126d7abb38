package org.workbinroutes.ops.cluster;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;

/** One place that this node can have while it is admitted. */
final class CandidateView extends LonelyView {
  private final Supplier<CamelClusterService> elections;
  private final Object telling = new Object();
  private final BooleanSupplier admitted;
  private boolean running;
  private volatile boolean candidate;
  private volatile CamelClusterView election;

  CandidateView(
      CamelClusterService service,
      String namespace,
      Supplier<CamelClusterService> elections,
      BooleanSupplier admitted) {
    super(service, namespace);
    this.admitted = admitted;
    this.elections = elections;
  }

  @Override
  boolean isHeld() {
    CamelClusterView held = election;
    return candidate && held != null && held.getLocalMember().isLeader();
  }

  @Override
  protected synchronized void doStart() throws Exception {
    running = true;
    settle();
  }

  @Override
  protected synchronized void doStop() throws Exception {
    running = false;
    settle();
  }

  /** Takes part if this node is admitted now, gives the place up if it is not. */
  synchronized void reconsider() {
    try {
      settle();
    } catch (Exception e) {
      throw new IllegalStateException(
          "Node " + getClusterService().getId() + " could not join or leave the election", e);
    }
  }

  private void settle() throws Exception {
    boolean wanted = running && admitted.getAsBoolean();
    if (wanted && !candidate) {
      join();
      candidate = true;
      tell();
    } else if (!wanted && candidate) {
      candidate = false;
      if (running) {
        // first this node's routes stop, then another node can be elected
        tell();
      }
      elections.get().stopView(getNamespace());
    }
  }

  private void join() throws Exception {
    if (election == null) {
      election = elections.get().getView(getNamespace());
      election.addEventListener((CamelClusterEventListener.Leadership) (view, leader) -> tell());
    } else {
      elections.get().startView(getNamespace());
    }
  }

  /** One at a time: who is told last must have been told what holds. */
  private void tell() {
    synchronized (telling) {
      tellListeners();
    }
  }
}
