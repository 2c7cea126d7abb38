package org.workbinroutes.guarantees;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** One product or several, as clients and auditors see it. */
interface Installation {
  /** Places over HTTP. */
  HttpResponse<String> post(String json) throws IOException, InterruptedException;

  /** Connections to the broker, as another program makes them. */
  ActiveMQConnectionFactory broker();

  /** Drops a file in one step, so that it is never seen half-written. */
  void drop(String name, String content) throws IOException;

  /** What is said of a request. */
  JsonNode placement(String requestId) throws IOException, InterruptedException;

  /** The files of the sink that takes every notification. */
  List<Path> audits();
}
