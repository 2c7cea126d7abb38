package org.workbinroutes.ops.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers with the pages that need no login, before anybody is asked for one. A request for a page
 * ends here, whatever else is in it: no way leads through a page's path to a route.
 */
final class OpenPages implements Handler<RoutingContext> {
  private static final int TAG_BYTES = 12;

  private final Map<String, Stored> pages;

  OpenPages(List<OpenPage> pages) {
    this.pages =
        pages.stream()
            .collect(Collectors.toUnmodifiableMap(OpenPage::path, Stored::of, (a, b) -> a));
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpMethod method = ctx.request().method();
    Stored page = pages.get(ctx.normalizedPath());
    if (page == null || !(method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
      ctx.next();
      return;
    }
    HttpServerResponse response = ctx.response();
    MultiMap headers = response.headers();
    headers.set("Content-Security-Policy", page.policy());
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    // may be kept, and is asked for all the same: the page of another version would not fit
    headers.set("Cache-Control", "no-cache");
    headers.set("ETag", page.tag());
    if (page.tag().equals(ctx.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    headers.set("Content-Type", page.contentType());
    if (method.equals(HttpMethod.HEAD)) {
      headers.set("Content-Length", String.valueOf(page.content().length()));
      response.end();
    } else {
      response.end(page.content());
    }
  }

  /** A page as it is sent. */
  private record Stored(String contentType, Buffer content, String policy, String tag) {
    static Stored of(OpenPage page) {
      byte[] bytes = page.content();
      return new Stored(page.contentType(), Buffer.buffer(bytes), page.policy(), tag(bytes));
    }

    private static String tag(byte[] content) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
        return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
