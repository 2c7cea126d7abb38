package org.workbinroutes.gws;

import java.util.function.Supplier;

/** Stands before every call that changes something at GWS: may let it wait, and sees its end. */
@FunctionalInterface
public interface CallGuard {
  /** Lets every call through at once. */
  CallGuard NONE = Supplier::get;

  /**
   * Makes the call, now or when it may be made.
   *
   * @param call the call; throws a {@link GwsException} if it does not end as accepted
   * @return what the call returned
   */
  GwsAnswer call(Supplier<GwsAnswer> call);
}
