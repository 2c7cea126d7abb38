package org.workbinroutes.sink.spool;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool without a broker: a bounded queue in memory for each sink. What is in it is lost with
 * the process. Who publishes to a full queue waits, and with him every other sink.
 */
public final class MemorySpool implements SpoolStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemorySpool.class);

  private final ConcurrentMap<String, MemorySinkQueue> queues = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final int room;
  private final FileDeadLetterBox deadLetters;

  public MemorySpool(int room, FileDeadLetterBox deadLetters) {
    this.room = room;
    this.deadLetters = deadLetters;
    deadLetters.putBackInto(this);
  }

  @Override
  public SinkQueue open(String sink) {
    return queue(sink);
  }

  @Override
  public void publish(List<SpoolEntry> entries)
      throws InterruptedException, SpoolUnavailableException {
    for (MemorySinkQueue queue : queues.values()) {
      queue.putAll(entries.stream().map(this::waiting).toList());
    }
  }

  private Waiting waiting(SpoolEntry entry) {
    return new Waiting(String.valueOf(number.incrementAndGet()), entry.text(), entry.lane());
  }

  @Override
  public OptionalLong depth(String sink) {
    MemorySinkQueue queue = queues.get(sink);
    return queue == null ? OptionalLong.empty() : OptionalLong.of(queue.size());
  }

  @Override
  public DeadLetterBox deadLetters() {
    return deadLetters;
  }

  /** From now on nobody waits for room: what finds a full queue is refused. For a stop. */
  public void shut() {
    queues.values().forEach(MemorySinkQueue::shut);
  }

  @Override
  public void close() {
    queues.forEach(
        (sink, queue) -> {
          int lost = queue.size();
          if (lost > 0) {
            LOG.warn(
                "{} notifications that sink {} has not had are lost: workbin.spool=memory",
                lost,
                sink);
          }
        });
  }

  MemorySinkQueue queue(String sink) {
    return queues.computeIfAbsent(sink, name -> new MemorySinkQueue(name, room));
  }
}
