package org.workbinroutes.ops.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as the configuration has it: its name and its hash. A key is 256 random bits, so that
 * a plain hash cannot be turned back.
 *
 * @param hash SHA-256 of the key, in hex
 */
public record ApiKey(String name, String hash, HttpAccess access) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]{1,64}):([0-9a-fA-F]{64})(?::(read|place))?");
  private static final String PREFIX = "wbr_";
  private static final int RANDOM_BYTES = 32;

  public static ApiKey parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "write each key as name:hash, or name:hash:read if it may only look, name:hash:place if"
              + " it may only place; the command workbin-routes key makes one");
    }
    HttpAccess access =
        matcher.group(3) == null
            ? HttpAccess.ALL
            : HttpAccess.valueOf(matcher.group(3).toUpperCase(Locale.ROOT));
    return new ApiKey(matcher.group(1), matcher.group(2), access);
  }

  public static String generate(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The hash of a key.
   *
   * @return SHA-256 in hex
   */
  public static String hashOf(String key) {
    return HexFormat.of().formatHex(digest(key));
  }

  /** The hash of a key, as bytes. */
  public static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The name and what it may do: the hash is of no use in a log. */
  @Override
  public String toString() {
    return name
        + (access == HttpAccess.ALL ? "" : " (" + access.name().toLowerCase(Locale.ROOT) + ")");
  }
}
