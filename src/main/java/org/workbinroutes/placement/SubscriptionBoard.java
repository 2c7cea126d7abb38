package org.workbinroutes.placement;

import java.util.Map;
import org.workbinroutes.gws.GroupWorkbin;

/**
 * Where nodes tell the elected one which workbins they place into, and it tells them which of these
 * it hears of. Safe for use by many threads.
 */
public interface SubscriptionBoard extends AutoCloseable {
  /** How it stands with a workbin. */
  enum Standing {
    /** A node places into it. */
    WANTED,
    /** Its notifications come. */
    HEARD,
    /** GWS refused to tell of it. */
    REFUSED
  }

  /** Enters a workbin, unless it is there. */
  Standing want(GroupWorkbin workbin);

  Map<GroupWorkbin, Standing> all();

  /** Notes how it stands with a workbin that is on the board. */
  void enter(GroupWorkbin workbin, Standing standing);

  @Override
  void close();
}
