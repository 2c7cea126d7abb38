package org.workbinroutes.ops.cluster;

import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * A Camel cluster service for nodes that have a PostgreSQL database in common, and need nothing
 * else: the elected node is the one whose session holds an advisory lock. A node that is killed
 * loses it at once, one that stands still or is cut off when its lease has ended; it knows that
 * before the next one is elected. Needs PostgreSQL 14 or later, and a connection of its own that no
 * pool in between gives to others.
 */
public final class PostgresClusterService extends AbstractCamelClusterService<PostgresClusterView> {
  private final ElectionSettings settings;

  public PostgresClusterService(ElectionSettings settings) {
    super(settings.node());
    this.settings = settings;
  }

  @Override
  protected PostgresClusterView createView(String namespace) {
    return new PostgresClusterView(this, namespace, settings);
  }
}
