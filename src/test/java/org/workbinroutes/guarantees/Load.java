package org.workbinroutes.guarantees;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.workbinroutes.simulator.BinAddress;

/**
 * Requests from all three intakes, as careful clients make them: what was not acknowledged is sent
 * again with the same request id until it is. It does not mind that the product goes away.
 */
final class Load {
  private static final int FILE_RECORDS = 25;
  private static final String QUEUE = "workbin.placements";

  private final Installation product;
  private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicLong resent = new AtomicLong();
  private final AtomicLong askedToWait = new AtomicLong();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final List<Thread> senders = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile BinAddress bin;

  Load(Installation product, BinAddress bin) {
    this.product = product;
    this.bin = bin;
  }

  /** Where what comes next is to lie. */
  void into(BinAddress next) {
    bin = next;
  }

  /**
   * Starts to send.
   *
   * @param httpSenders clients that post one request after the other
   * @param jmsSenders clients that send one message after the other
   * @param files the time between two files; null for no files
   */
  void start(int httpSenders, int jmsSenders, Duration files) {
    IntStream.range(0, httpSenders).forEach(i -> begin("http-" + i, this::http));
    IntStream.range(0, jmsSenders).forEach(i -> begin("jms-" + i, this::jms));
    if (files != null) {
      begin("files", () -> files(files));
    }
  }

  /** Sends nothing new, and waits until all that was begun is acknowledged. */
  void finish() throws InterruptedException {
    end.countDown();
    for (Thread sender : senders) {
      sender.join(TimeUnit.MINUTES.toMillis(2));
      if (sender.isAlive()) {
        complaints.add(sender.getName() + " could not get its last request acknowledged");
      }
    }
  }

  List<Order> orders() {
    return List.copyOf(orders);
  }

  /** Answers that no client should get. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** How often something was sent again because it had not been acknowledged. */
  long resent() {
    return resent.get();
  }

  /** How many answers were 503 with a Retry-After. */
  long askedToWait() {
    return askedToWait.get();
  }

  private void begin(String name, Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (Exception e) {
                complaints.add(name + ": " + e);
              }
            },
            name);
    senders.add(thread);
    thread.start();
  }

  private Order order(String intake) {
    Order order = new Order(intake + "-" + numbers.incrementAndGet(), bin);
    orders.add(order);
    return order;
  }

  private boolean goesOnAfter(long millis) throws InterruptedException {
    return !end.await(millis, TimeUnit.MILLISECONDS);
  }

  private void http() throws InterruptedException {
    while (goesOnAfter(20)) {
      Order order = order("http");
      while (!posted(order)) {
        resent.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private boolean posted(Order order) throws InterruptedException {
    try {
      HttpResponse<String> answer = product.post(order.json());
      if (answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isPresent()) {
        askedToWait.incrementAndGet();
        return false;
      }
      // 202: safe in the ledger, and not placed within http.max-wait
      if (answer.statusCode() != 200 && answer.statusCode() != 202) {
        complaints.add(order + ": HTTP " + answer.statusCode() + " " + answer.body());
      }
      return true;
    } catch (IOException away) {
      return false;
    }
  }

  private void jms() throws InterruptedException {
    Order order = null;
    while (order != null || goesOnAfter(20)) {
      try (ActiveMQConnectionFactory factory = product.broker();
          Connection connection = factory.createConnection()) {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
        do {
          order = order == null ? order("jms") : order;
          producer.send(session.createTextMessage(order.json()));
          order = null;
        } while (goesOnAfter(20));
      } catch (JMSException away) {
        resent.addAndGet(order == null ? 0 : 1);
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private void files(Duration every) throws IOException, InterruptedException {
    while (goesOnAfter(every.toMillis())) {
      List<Order> records = IntStream.range(0, FILE_RECORDS).mapToObj(i -> order("file")).toList();
      product.drop(
          records.get(0).requestId() + ".ndjson",
          records.stream().map(Order::json).collect(Collectors.joining("\n", "", "\n")));
    }
  }

  private interface Loop {
    void run() throws Exception;
  }
}
