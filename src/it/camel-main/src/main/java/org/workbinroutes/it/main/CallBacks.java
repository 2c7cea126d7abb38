package org.workbinroutes.it.main;

import org.apache.camel.main.Main;
import org.workbinroutes.WorkbinRoutes;

/** Camel Main with the routes of workbin-routes beside those of {@code camel/*.camel.yaml}. */
public final class CallBacks {
  private CallBacks() {}

  public static void main(String[] args) throws Exception {
    System.exit(application().run(args));
  }

  static Main application() {
    Main main = new Main(CallBacks.class);
    main.configure().addRoutesBuilder(new WorkbinRoutes());
    return main;
  }
}
