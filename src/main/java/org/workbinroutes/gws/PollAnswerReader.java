package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.Message;
import org.cometd.common.HashMapMessage;
import org.cometd.common.JSONContext;
import org.cometd.common.JacksonJSONContextClient;

/**
 * Reads the answers of the notification server message by message: GWS has no replay, so that one
 * message that cannot be read must not cost the others of its answer.
 */
final class PollAnswerReader extends JacksonJSONContextClient {
  /**
   * Names, values and brackets of a notification take 12 bytes each and more. In memory they take
   * up to 60, so that {@code [],} of three bytes would grow twentyfold.
   */
  private static final int BYTES_OF_A_TOKEN = 10;

  /** More cost time, as each is looked at by itself. */
  private static final int MOST_UNREADABLE = 1_000;

  private final long mostTokens;
  private final Consumer<UnreadableKind> unreadable;
  private final ObjectReader message;
  private final ObjectReader messages;

  PollAnswerReader(int largest, Consumer<UnreadableKind> unreadable) {
    this.unreadable = unreadable;
    this.mostTokens = largest / BYTES_OF_A_TOKEN;
    GwsJson.bounded(getObjectMapper(), mostTokens);
    this.message = getObjectMapper().readerFor(HashMapMessage.class);
    this.messages = getObjectMapper().readerForListOf(HashMapMessage.class);
  }

  @Override
  public JSONContext.AsyncParser newAsyncParser() {
    return new Answer();
  }

  private List<Message.Mutable> read(byte[] json, int length) throws IOException {
    try {
      return messages.readValue(json, 0, length);
    } catch (JsonProcessingException notAsAWhole) {
      if (isFull(notAsAWhole)) {
        throw new TooManyValuesException(notAsAWhole);
      }
      return readEach(json, length, notAsAWhole);
    }
  }

  private List<Message.Mutable> readEach(
      byte[] json, int length, JsonProcessingException notAsAWhole) throws IOException {
    List<Message.Mutable> read = new ArrayList<>();
    List<UnreadableKind> failed = new ArrayList<>();
    JsonArraySlices slices = new JsonArraySlices(json, length);
    long tokens = 0;
    while (slices.next()) {
      try (JsonParser one = message.createParser(json, slices.offset(), slices.length())) {
        try {
          Message.Mutable value = message.readValue(one);
          if (value != null) {
            read.add(value);
          }
        } finally {
          tokens += one.currentTokenCount();
        }
      } catch (JsonProcessingException e) {
        failed.add(UnreadableKind.of(e));
      }
      if (tokens > mostTokens || failed.size() > MOST_UNREADABLE) {
        throw new TooManyValuesException(notAsAWhole);
      }
    }
    if (slices.isBroken()) {
      failed.add(UnreadableKind.NOT_JSON);
    }
    if (!slices.isArray()) {
      if (length > 0) {
        throw new NoBayeuxException(notAsAWhole);
      }
      throw notAsAWhole;
    }
    failed.forEach(unreadable);
    if (read.stream().noneMatch(one -> Channel.META.equals(metaOf(one)))) {
      // Without the answer to its own request the client would never poll again.
      throw notAsAWhole;
    }
    return read;
  }

  private static boolean isFull(JsonProcessingException failure) {
    return failure instanceof StreamConstraintsException
        && failure.getOriginalMessage().startsWith("Token count");
  }

  private static String metaOf(Message one) {
    String channel = one.getChannel();
    return channel != null && channel.startsWith(Channel.META + "/") ? Channel.META : null;
  }

  /** One answer, gathered until it is complete. */
  private final class Answer extends ByteArrayOutputStream implements JSONContext.AsyncParser {
    @Override
    public void parse(ByteBuffer bytes) {
      byte[] more = new byte[bytes.remaining()];
      bytes.get(more);
      writeBytes(more);
    }

    // what it is asked for is a list of messages, always
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    @Override
    public <R> R complete() {
      try {
        return (R) read(buf, count);
      } catch (IOException notMessages) {
        throw new IllegalArgumentException("no answer of a notification server", notMessages);
      }
    }
  }
}
