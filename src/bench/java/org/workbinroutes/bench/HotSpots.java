package org.workbinroutes.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.intake.PlacementRequestParser;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.SinkRule;
import org.workbinroutes.sink.SpoolCodec;
import org.workbinroutes.sink.SpooledNotification;

/**
 * The steps that every request or every notification takes, each beside what it cannot be without.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HotSpots {
  private static final String NOTIFICATION =
      "{\"action\":\"ItemAdded\",\"agentGroup\":\"Sales North\",\"chatStateResourceV2\":{\"id\":\"0001BaBFVPR20035\",\"userData\":{\"caseId\":\"C-7\",\"text\":\""
          + "x".repeat(900)
          + "\"}},\"id\":\"6c715fa9\",\"messageType\":\"WorkbinStateChangeMessage\",\"referenceId\":2}";

  private final byte[] record =
      "{\"requestId\":\"r-1\",\"workbinId\":\"6c715fa9-de16-4d23-b07c-cbcb1caf3e07\",\"agentGroup\":\"MyAgentGroup\",\"interactionId\":\"0001BaBFVPR20035\",\"operationName\":\"AddChat\",\"attributes\":{\"order\":4711}}"
          .getBytes(StandardCharsets.UTF_8);
  private final ObjectReader json =
      new ObjectMapper().readerFor(new TypeReference<Map<String, Object>>() {});
  private final PlacementRequestParser parser = new PlacementRequestParser();
  private final SpoolCodec codec = new SpoolCodec(new NotificationCodec());
  private final SinkRule rule =
      SinkRule.parse("bench", "action=Item*; media=chat,email; group=Sales*; group!=*Test*");
  private final SpooledNotification spooled;
  private final Map<String, Object> fields;

  /** Reads what is measured. */
  public HotSpots() {
    try {
      spooled = codec.read(NOTIFICATION);
      fields = json.readValue(NOTIFICATION);
    } catch (java.io.IOException | RuntimeException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Jackson alone, on a record. */
  @Benchmark
  public Map<String, Object> recordByJacksonAlone() throws Exception {
    return json.readValue(record);
  }

  /** A record, parsed and validated. */
  @Benchmark
  public PlacementRequest parseAndValidate() throws Exception {
    return parser.parse(record, () -> "none");
  }

  /** What a notification is about, which its placement is found by. */
  @Benchmark
  public Notification correlate() {
    return Notification.of(fields);
  }

  /** A rule of four conditions. */
  @Benchmark
  public boolean matchRule() {
    return rule.takes(spooled);
  }

  /** Jackson alone, on a notification. */
  @Benchmark
  public Map<String, Object> notificationByJacksonAlone() throws Exception {
    return json.readValue(NOTIFICATION);
  }

  /** A notification as a sink reads it from the spool. */
  @Benchmark
  public SpooledNotification readFromSpool() throws Exception {
    return codec.read(NOTIFICATION);
  }
}
