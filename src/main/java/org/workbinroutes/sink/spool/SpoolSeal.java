package org.workbinroutes.sink.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells the texts that this product put on the broker from those that somebody else did. The seal
 * is an HMAC over the text, its lane and the place it was put at, so that it holds nowhere else.
 * Without a key nothing is sealed and everything is taken. Safe for use by many threads.
 */
public final class SpoolSeal {
  /** The message property with the seal. */
  static final String PROPERTY = "workbinSeal";

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final boolean acceptsAll;
  private final AtomicLong refused = new AtomicLong();

  /**
   * A seal.
   *
   * @param key the secret that all nodes share; null for no seal
   * @param acceptsAll whether texts without the right seal are taken as well
   */
  public SpoolSeal(String key, boolean acceptsAll) {
    this.key =
        key == null ? null : new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    this.acceptsAll = acceptsAll || key == null;
  }

  /**
   * How many texts without the right seal were kept from the sinks.
   *
   * @return their number since the start
   */
  public long refusedSoFar() {
    return refused.get();
  }

  void refused() {
    refused.incrementAndGet();
  }

  /**
   * The seal of a text.
   *
   * @return the seal in hex; null without a key
   */
  String of(String place, String lane, String text) {
    return key == null ? null : HexFormat.of().formatHex(mac(place, lane, text));
  }

  /** Whether a text may be taken; no answer takes longer the more of its seal is right. */
  boolean isTaken(String place, String lane, String text, String seal) {
    return acceptsAll
        || (text != null
            && seal != null
            && MessageDigest.isEqual(
                of(place, lane, text).getBytes(StandardCharsets.UTF_8),
                seal.getBytes(StandardCharsets.UTF_8)));
  }

  private byte[] mac(String... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
