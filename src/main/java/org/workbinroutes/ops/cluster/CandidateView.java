package org.workbinroutes.ops.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** One place that this node can have while it is admitted. */
final class CandidateView extends AbstractCamelClusterView {
  private final Supplier<CamelClusterService> elections;
  private final CamelClusterMember local = new LocalMember();
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
  public Optional<CamelClusterMember> getLeader() {
    return local.isLeader() ? Optional.of(local) : Optional.empty();
  }

  @Override
  public CamelClusterMember getLocalMember() {
    return local;
  }

  @Override
  public List<CamelClusterMember> getMembers() {
    return List.of(local);
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
          "Node " + local.getId() + " could not join or leave the election", e);
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
      fireLeadershipChangedEvent(getLeader().orElse(null));
    }
  }

  private final class LocalMember implements CamelClusterMember {
    @Override
    public boolean isLeader() {
      CamelClusterView held = election;
      return candidate && held != null && held.getLocalMember().isLeader();
    }

    @Override
    public boolean isLocal() {
      return true;
    }

    @Override
    public String getId() {
      return getClusterService().getId();
    }
  }
}
