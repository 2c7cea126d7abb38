package org.workbinroutes.ops.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.GwsException;

/**
 * Whether GWS lets this node's user in. A node whose user it refuses leaves the work to the others
 * until somebody has mended that. A GWS that cannot be reached refuses nobody: it is the same for
 * all nodes.
 */
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final String node;
  private final Runnable signIn;
  private final List<Told> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean granted;
  private boolean refused;

  /** Is told when the admission was granted or withdrawn, on the thread that has found out. */
  @FunctionalInterface
  public interface Listener {
    /**
     * The admission has changed.
     *
     * @param granted whether this node may work now
     */
    void changed(boolean granted);
  }

  /** A listener, and what it was told. */
  private static final class Told {
    private final Listener listener;
    private boolean granted;
    private boolean failed;

    Told(Listener listener) {
      this.listener = listener;
    }

    void tell(boolean now) {
      if (granted == now) {
        return;
      }
      try {
        listener.changed(now);
        granted = now;
        failed = false;
      } catch (RuntimeException e) {
        // it is told again with the next look
        if (!failed) {
          LOG.error("What GWS says of the user could not be acted upon", e);
        }
        failed = true;
      }
    }
  }

  /**
   * An admission that is not granted yet.
   *
   * @param signIn logs in to GWS unless that is done; throws a {@link GwsException} if it cannot
   */
  public Admission(String node, Runnable signIn) {
    this.node = node;
    this.signIn = signIn;
  }

  /** Has a listener told of changes, in the order in which they were added. */
  public void onChange(Listener listener) {
    listeners.add(new Told(listener));
  }

  public boolean isGranted() {
    return granted;
  }

  /** Logs in unless that is done, and tells the listeners of a change. For one thread. */
  public void look() {
    try {
      signIn.run();
      refused = false;
    } catch (GwsException e) {
      // once refused, it needs a login to be granted again, not a GWS that is away
      if (e.refusesUser() && !refused) {
        refused = true;
        LOG.warn(
            "Node {} leaves the work to the others, because GWS refuses its user: {}. Mend"
                + " gws.username and gws.password, or the user in Genesys",
            node,
            e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.debug("Whether GWS lets this node in could not be found out", e);
    }
    granted = !refused;
    listeners.forEach(listener -> listener.tell(!refused));
  }
}
