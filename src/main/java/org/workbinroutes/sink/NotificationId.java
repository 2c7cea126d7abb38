package org.workbinroutes.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * The name of a notification by which a receiver knows it again: the same in every attempt and
 * every replay.
 *
 * <p>It is the one that the spool gave it. A text that was put in the spool without one is named
 * after itself, by its SHA-256: two such texts that are alike to the letter have one name.
 */
public final class NotificationId {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}");
  private static final int BYTES = 16;

  private NotificationId() {}

  /**
   * The name of the notification that is under way.
   *
   * @return 1 to 100 letters, digits and {@code _.:-}
   */
  public static String of(Exchange exchange) {
    String given = exchange.getProperty(SinkFilter.ID, String.class);
    if (given != null && PLAIN.matcher(given).matches()) {
      return given;
    }
    if (given != null) {
      return hash(given);
    }
    String spooled = exchange.getProperty(SinkFilter.SPOOLED, String.class);
    return hash(spooled != null ? spooled : exchange.getMessage().getBody(String.class));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
