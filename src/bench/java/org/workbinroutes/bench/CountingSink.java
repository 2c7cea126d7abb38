package org.workbinroutes.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A sink that counts, and looks how old what it gets is. */
public final class CountingSink implements Processor {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long LONGEST_NANOS = 600_000_000_000L;

  private final AtomicLong count = new AtomicLong();
  private final ConcurrentHistogram ages = new ConcurrentHistogram(LONGEST_NANOS, 3);
  private volatile boolean aged;

  /** Forgets what it has had; looks at ages if told to, which costs. */
  void begin(boolean withAges) {
    count.set(0);
    ages.reset();
    aged = withAges;
  }

  long count() {
    return count.get();
  }

  double percentileMillis(double percent) {
    return ages.getValueAtPercentile(percent) / 1e6;
  }

  @Override
  public void process(Exchange exchange) throws IOException {
    if (aged) {
      age(exchange.getMessage().getBody(String.class));
    }
    count.incrementAndGet();
  }

  private void age(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && "sentAt".equals(parser.currentName())) {
          parser.nextToken();
          ages.recordValue(
              Math.max(0, Math.min(LONGEST_NANOS, System.nanoTime() - parser.getLongValue())));
          return;
        }
      }
    }
  }
}
