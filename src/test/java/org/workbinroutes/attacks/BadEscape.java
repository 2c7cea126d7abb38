package org.workbinroutes.attacks;

import java.util.Map;
import org.workbinroutes.intake.RawHttp;

/** A path that cannot be decoded, before the login. */
record BadEscape() implements Attack {
  @Override
  public String name() {
    return "GET /%zz before the login";
  }

  @Override
  public String who() {
    return "who reaches http.port, no login";
  }

  @Override
  public Map<String, String> settings(Target target) throws Exception {
    return target.loginByKey();
  }

  @Override
  public Effect run(Target target) throws Exception {
    RawHttp.Answer answer = target.http().get("/%zz");
    return new Effect(
        "one request without a key, http.auth=keys",
        "HTTP " + answer.status,
        answer.status >= 400 && answer.status < 500);
  }
}
