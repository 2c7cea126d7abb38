package org.workbinroutes.sink.webhook;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/** Bounds the size of every answer, and the time that is spent on reading it away. */
final class AnswerLimit implements ExecChainHandler {
  private final int maxBytes;
  private final int maxMillis;

  AnswerLimit(int maxBytes, int maxMillis) {
    this.maxBytes = maxBytes;
    this.maxMillis = maxMillis;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ClassicHttpResponse answer = chain.proceed(request, scope);
    HttpEntity entity = answer.getEntity();
    if (entity != null) {
      answer.setEntity(new LimitedEntity(entity, scope.execRuntime, maxBytes, maxMillis));
    }
    return answer;
  }
}
