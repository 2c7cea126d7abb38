package org.workbinroutes.sink.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;

/**
 * Signs what a webhook sends, as the Standard Webhooks specification says: HMAC-SHA256 over id,
 * time and body, so that a receiver knows who sent it, that nobody changed it, and that it is no
 * old one sent again.
 *
 * <p>The secret is the configuration's {@code workbin.secrets.<name>}. Two of them, separated by a
 * blank, make two signatures: a receiver can go over from one to the other.
 */
final class Signature {
  private static final String PREFIX = "workbin.secrets.";
  private static final String ENCODED = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST_SECRET = 16;

  private final List<SecretKeySpec> secrets;

  private Signature(List<SecretKeySpec> secrets) {
    this.secrets = secrets;
  }

  /**
   * Reads the secrets of a name.
   *
   * @throws IllegalArgumentException if there is none, or one is too short or not readable; the
   *     message names the key, never a value
   */
  static Signature read(CamelContext context, String name) {
    String key = PREFIX + name;
    String configured =
        context.getPropertiesComponent().resolveProperty(key).map(String::strip).orElse("");
    if (configured.isEmpty()) {
      throw new IllegalArgumentException(
          "webhook: signature=" + name + " names no secret: add a line " + key + " = {{env:...}}");
    }
    List<SecretKeySpec> secrets = new ArrayList<>();
    for (String secret : context.resolvePropertyPlaceholders(configured).split("\\s+", -1)) {
      secrets.add(new SecretKeySpec(bytes(key, secret), ALGORITHM));
    }
    return new Signature(secrets);
  }

  private static byte[] bytes(String key, String secret) {
    byte[] bytes;
    try {
      bytes =
          secret.startsWith(ENCODED)
              ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
              : secret.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(
          key + ": what stands after " + ENCODED + " is no Base64: give the secret as it was made");
    }
    if (bytes.length < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          key + ": the secret is shorter than " + SHORTEST_SECRET + " bytes: make a longer one");
    }
    return bytes;
  }

  /**
   * Signs one request.
   *
   * @param seconds when it is sent, in seconds since 1970
   * @param body the bytes that are sent
   * @return the value of the header {@code webhook-signature}
   */
  String sign(String id, long seconds, byte[] body) {
    byte[] head = (id + '.' + seconds + '.').getBytes(StandardCharsets.UTF_8);
    return secrets.stream()
        .map(secret -> "v1," + Base64.getEncoder().encodeToString(mac(secret, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] mac(SecretKeySpec secret, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(head);
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
