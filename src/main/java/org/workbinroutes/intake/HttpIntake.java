package org.workbinroutes.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.util.TimeUtils;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Turns {@code POST /placements} into a {@link PlacementRequest}, or into a batch of them, and a
 * fresh message. A record without a requestId takes the header {@code Idempotency-Key}, or an id
 * made here. Of the HTTP request nothing else is read.
 */
public final class HttpIntake {
  /** Exchange property: how long the caller waits. */
  static final String WAIT = "workbinWait";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final int LONGEST_KEY = 256;

  /** Leaves room for the position in the ids of its records. */
  private static final int LONGEST_BATCH_ID = 200;

  /** The media types alone, or with the one charset that JSON has. */
  private static final Pattern TYPE =
      Pattern.compile("application/(json|x-ndjson)\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

  private final PlacementRequestParser parser;
  private final Duration maxWait;
  private final int maxBatchRecords;
  private final long maxBatch;

  /**
   * An intake.
   *
   * @param maxWait how long a caller is kept waiting at the most, as in {@code 30s}
   * @param maxBatch how many bytes a batch can have
   */
  public HttpIntake(
      PlacementRequestParser parser, String maxWait, int maxBatchRecords, long maxBatch) {
    this.parser = parser;
    this.maxWait = Duration.ofMillis(TimeUtils.toMilliSeconds(maxWait));
    this.maxBatchRecords = maxBatchRecords;
    this.maxBatch = maxBatch;
  }

  /**
   * First step: the request, or the batch, in the place of the message.
   *
   * @throws Exception if it is none; {@link HttpProblems} knows what to answer
   */
  public void open(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    Query query = Query.of(message, HttpWait.PARAMETER);
    requireUnpacked(message);
    String type = type(message);
    String key = idempotencyKey(message);
    HttpWait wait = HttpWait.of(query, message.getHeader("Prefer"), maxWait);
    InputStream body = repeatable(message);
    HttpAnswers.forget(exchange);
    exchange.setProperty(WAIT, wait);
    if (type.equals("x-ndjson")) {
      openBatch(exchange, key, FileFormat.NDJSON, body);
    } else if (isArray(body)) {
      openBatch(exchange, key, FileFormat.JSON, body);
    } else {
      byte[] record = body.readNBytes(parser.maxBytes() + 1);
      PlacementRequest request =
          parser.parse(record, () -> key == null ? UUID.randomUUID().toString() : key);
      Handover.begin(exchange, request, HttpPlacing.SOURCE.name());
    }
  }

  private void openBatch(Exchange exchange, String key, FileFormat format, InputStream body)
      throws IOException, InvalidRequestException, ProblemException {
    if (key != null && (key.length() > LONGEST_BATCH_ID || key.indexOf('#') >= 0)) {
      throw new ProblemException(
          idempotencyKeyProblem("For a batch, give it 1 to 200 characters without '#'"));
    }
    MessageDigest digest = digest();
    long records = count(format, new DigestInputStream(body, digest));
    if (records > maxBatchRecords) {
      throw new ProblemException(
          Problem.of(
              "too-large",
              "The batch is too large",
              413,
              "It has " + records + " records: send at most " + maxBatchRecords + " at once"));
    }
    body.reset();
    exchange
        .getMessage()
        .setBody(
            new HttpBatch(
                key == null ? UUID.randomUUID().toString() : key,
                HexFormat.of().formatHex(digest.digest()),
                records,
                format,
                body));
  }

  /** Counts the records, as far as they are JSON at all: broken JSON has no number of records. */
  private long count(FileFormat format, InputStream body) throws InvalidRequestException {
    long count = 0;
    FileRecords records = format.records(body, FileReading.ofRecords(parser.maxBytes()));
    while (records.hasNext()) {
      records.next();
      count++;
    }
    records.requireWhole();
    return count;
  }

  /** A body that can be read twice: the server's own is one, others are read into memory. */
  private InputStream repeatable(Message message) throws IOException, ProblemException {
    InputStream body = message.getBody(InputStream.class);
    if (body == null) {
      return new ByteArrayInputStream(new byte[0]);
    }
    if (body instanceof StreamCache || body instanceof ByteArrayInputStream) {
      return body;
    }
    byte[] bytes = body.readNBytes((int) Math.min(maxBatch + 1, Integer.MAX_VALUE - 8));
    if (bytes.length > maxBatch) {
      throw new ProblemException(
          Problem.of("too-large", "The body is too large", 413, "Send less at once"));
    }
    return new ByteArrayInputStream(bytes);
  }

  private static boolean isArray(InputStream body) throws IOException {
    int first = body.read();
    // a byte order mark and white space may stand before it
    while (first == 0xEF
        || first == 0xBB
        || first == 0xBF
        || first == ' '
        || first == '\t'
        || first == '\r'
        || first == '\n') {
      first = body.read();
    }
    body.reset();
    return first == '[';
  }

  /** Refuses a packed body by its name: read as text it would be called no JSON. */
  static void requireUnpacked(Message message) throws ProblemException {
    Object encoding = message.getHeader("Content-Encoding");
    if (encoding != null && !encoding.toString().strip().equalsIgnoreCase("identity")) {
      throw new ProblemException(
          Problem.of(
              "unsupported-media-type",
              "The body is of another type",
              415,
              "Send the body unpacked, without the header Content-Encoding",
              List.of(
                  new Problem.Part(
                      "header",
                      "Content-Encoding",
                      "Content-Encoding is "
                          + FieldNames.shown(encoding.toString())
                          + ": only identity is taken"))));
    }
  }

  private static String type(Message message) throws ProblemException {
    if (message.getHeader(Exchange.CONTENT_TYPE) instanceof String type) {
      var matcher = TYPE.matcher(type.strip().toLowerCase(Locale.ROOT));
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    throw new ProblemException(
        Problem.of(
            "unsupported-media-type",
            "The body is of another type",
            415,
            "Send UTF-8 with the header Content-Type: application/json (one object, or an array of"
                + " them) or application/x-ndjson (one object a line)"));
  }

  private static String idempotencyKey(Message message) throws ProblemException {
    Object value = message.getHeader(IDEMPOTENCY_KEY);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && isPrintableAscii(text)) {
      // the header is a structured one, a string in quotes; without them it is taken as well
      boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
      return quoted ? text.substring(1, text.length() - 1) : text;
    }
    throw new ProblemException(
        idempotencyKeyProblem("Give it once, with 1 to 256 printable ASCII characters"));
  }

  private static Problem idempotencyKeyProblem(String detail) {
    return Problem.of(
        "idempotency-key",
        "The Idempotency-Key cannot be used",
        400,
        detail,
        List.of(new Problem.Part("header", IDEMPOTENCY_KEY, detail)));
  }

  private static boolean isPrintableAscii(String text) {
    return !text.isBlank()
        && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY
        && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
