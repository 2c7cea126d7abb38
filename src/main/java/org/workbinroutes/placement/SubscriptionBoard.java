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

  /**
   * Enters a workbin, unless it is there.
   *
   * @param workbin the workbin
   * @return how it stands now
   */
  Standing want(GroupWorkbin workbin);

  /**
   * Everything on the board.
   *
   * @return how each workbin stands
   */
  Map<GroupWorkbin, Standing> all();

  /**
   * Notes how it stands with a workbin that is on the board.
   *
   * @param workbin the workbin
   * @param standing what is known now
   */
  void enter(GroupWorkbin workbin, Standing standing);

  @Override
  void close();
}
