package org.workbinroutes.ops.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * Another cluster service's elections, in which this node takes part only while it is admitted: one
 * that could not do what it is elected for gives its place to another.
 */
public final class CandidateClusterService extends AbstractCamelClusterService<CandidateView> {
  private final Supplier<CamelClusterService> elections;
  private final Admission admission;
  private final List<CandidateView> views = new CopyOnWriteArrayList<>();

  /**
   * Makes the service.
   *
   * @param elections holds the elections; asked for when this node first takes part, and then a
   *     service of the context
   */
  public CandidateClusterService(
      String node, Supplier<CamelClusterService> elections, Admission admission) {
    super(node);
    this.elections = elections;
    this.admission = admission;
    admission.onChange(granted -> views.forEach(CandidateView::reconsider));
  }

  @Override
  protected CandidateView createView(String namespace) {
    CandidateView view = new CandidateView(this, namespace, elections, admission::isGranted);
    views.add(view);
    return view;
  }
}
