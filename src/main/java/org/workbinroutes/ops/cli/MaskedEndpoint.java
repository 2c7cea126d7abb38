package org.workbinroutes.ops.cli;

import java.util.regex.Pattern;
import org.apache.camel.util.URISupport;

/** An endpoint's address as it may be shown: as it was typed, without what is secret in it. */
final class MaskedEndpoint {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)([?&][^=&]*(?:pass|secret|token|key|sign|sig|auth|credential|code)[^=&]*=)[^&]*");

  private final String typed;

  MaskedEndpoint(String typed) {
    this.typed = typed;
  }

  @Override
  public String toString() {
    return SECRET.matcher(URISupport.sanitizeUri(typed)).replaceAll("$1xxxxxx");
  }
}
