package org.workbinroutes.sink.ndjson;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** Writes numbered lines as fast as it can, says which are safe, and waits to be killed. */
final class NdjsonVictim {
  private static final int CALLERS = 8;

  private NdjsonVictim() {}

  /** Arguments: the endpoint, the first number. */
  public static void main(String[] args) {
    DefaultCamelContext context = new DefaultCamelContext();
    context.start();
    ProducerTemplate template = context.createProducerTemplate();
    AtomicInteger next = new AtomicInteger(Integer.parseInt(args[1]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int i = 0; i < CALLERS; i++) {
      new Thread(
              () -> {
                while (true) {
                  int number = next.getAndIncrement();
                  // long ones take the system more than one page at a time
                  String filler = "x".repeat(number % 50 == 0 ? 300_000 : 40);
                  template.sendBody(
                      args[0], "{\"number\":" + number + ",\"filler\":\"" + filler + "\"}");
                  out.println(number + " safe");
                }
              })
          .start();
    }
  }
}
