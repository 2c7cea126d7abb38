package org.workbinroutes.ops.cluster;

import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** One place that one node can have, and the node: it knows nothing of the others. */
abstract class LonelyView extends AbstractCamelClusterView {
  private final CamelClusterMember local = new LocalMember();

  LonelyView(CamelClusterService service, String namespace) {
    super(service, namespace);
  }

  /** Whether this node has the place, now. */
  abstract boolean isHeld();

  /** Tells the listeners who has the place. */
  final void tellListeners() {
    fireLeadershipChangedEvent(getLeader().orElse(null));
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

  private final class LocalMember implements CamelClusterMember {
    @Override
    public boolean isLeader() {
      return isHeld();
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
