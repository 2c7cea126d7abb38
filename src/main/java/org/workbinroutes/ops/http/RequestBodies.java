package org.workbinroutes.ops.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads the bodies of requests, without a thread for each: what is small into memory, what is large
 * into a file of its own. All that is in memory together is bounded, and so is the number of files.
 * A body has to come with a least speed.
 */
final class RequestBodies {
  /** What a body may have in memory; the rest of a large one goes to a file. */
  static final int IN_MEMORY = 256 * 1024;

  /** How many bodies can lie in files. */
  private static final int MOST_FILES = 32;

  /** A body that comes faster than this never runs out of time. */
  private static final int LEAST_BYTES_A_SECOND = 16 * 1024;

  private static final long LOOK_EVERY_MILLIS = 500;

  private final Vertx vertx;
  private final Path folder;
  private final long timeMillis;
  private final int largest;
  private final long largestInFile;
  private final Semaphore memory;
  private final Semaphore files = new Semaphore(MOST_FILES);

  /**
   * Bodies.
   *
   * @param time how long a body may take, and a second more for each 16 KB of it
   * @param largest bytes of the largest body in memory
   * @param largestInFile bytes of the largest body that may go to a file
   */
  RequestBodies(Vertx vertx, Path folder, Duration time, long largest, long largestInFile) {
    this.vertx = vertx;
    this.folder = folder;
    this.timeMillis = time.toMillis();
    this.largest = (int) Math.min(largest, Integer.MAX_VALUE - 8);
    this.largestInFile = largestInFile;
    long budget = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);
    this.memory = new Semaphore((int) Math.max(budget, this.largest));
  }

  /**
   * Reads a body.
   *
   * @param mayBeLarge whether it may go to a file
   * @return the body, to be closed; fails with an {@link UnreadBodyException}
   */
  Future<RequestBody> read(HttpServerRequest request, boolean mayBeLarge) {
    return new Reading(request, mayBeLarge).begin();
  }

  /** One body that is being read; on its connection's event loop. */
  private final class Reading {
    private final HttpServerRequest request;
    private final boolean mayBeLarge;
    private final long limit;
    private final long begin = System.nanoTime();
    private final Promise<RequestBody> read = Promise.promise();
    private Buffer bytes = Buffer.buffer();
    private int reserved;
    private long length;
    private long timer;
    private boolean over;
    private Path path;
    private AsyncFile file;

    Reading(HttpServerRequest request, boolean mayBeLarge) {
      this.request = request;
      this.mayBeLarge = mayBeLarge;
      this.limit = mayBeLarge ? Math.max(largest, largestInFile) : largest;
    }

    Future<RequestBody> begin() {
      if (declaredLength() > limit) {
        return Future.failedFuture(new UnreadBodyException(HttpProblem.TOO_LARGE));
      }
      timer = vertx.setPeriodic(LOOK_EVERY_MILLIS, look -> look());
      request.handler(this::take);
      request.endHandler(end -> finish());
      request.exceptionHandler(cut -> give(HttpProblem.BAD_REQUEST));
      request.resume();
      return read.future();
    }

    private long declaredLength() {
      String header = request.getHeader("Content-Length");
      try {
        return header == null ? 0 : Long.parseLong(header.strip());
      } catch (NumberFormatException beyondLong) {
        return Long.MAX_VALUE;
      }
    }

    private void look() {
      long millis = (System.nanoTime() - begin) / 1_000_000;
      if (millis > timeMillis + length * 1_000 / LEAST_BYTES_A_SECOND) {
        give(HttpProblem.TOO_SLOW);
      }
    }

    private void take(Buffer part) {
      if (over) {
        return;
      }
      length += part.length();
      if (length > limit) {
        give(HttpProblem.TOO_LARGE);
      } else if (file != null) {
        write(part);
      } else if (mayBeLarge && length > IN_MEMORY) {
        bytes.appendBuffer(part);
        toFile();
      } else if (memory.tryAcquire(part.length())) {
        reserved += part.length();
        bytes.appendBuffer(part);
      } else {
        give(HttpProblem.BUSY);
      }
    }

    private void toFile() {
      if (!files.tryAcquire()) {
        give(HttpProblem.BUSY);
        return;
      }
      request.pause();
      Future<AsyncFile> opened =
          vertx
              .<Path>executeBlocking(this::newFile, false)
              .compose(
                  made -> {
                    path = made;
                    return vertx.fileSystem().open(made.toString(), new OpenOptions());
                  });
      opened.onComplete(
          result -> {
            if (over || result.failed()) {
              if (result.succeeded()) {
                Future<Void> unused = result.result().close();
              }
              giveFileBack();
              give(HttpProblem.FAILED);
              return;
            }
            file = result.result();
            Buffer first = bytes;
            bytes = Buffer.buffer();
            release();
            write(first);
            request.resume();
          });
    }

    private Path newFile() {
      try {
        // files of this kind can be read by their owner alone
        return Files.createTempFile(Files.createDirectories(folder), "body-", ".tmp");
      } catch (IOException full) {
        throw new UncheckedIOException(full);
      }
    }

    private void write(Buffer part) {
      Future<Void> unused = file.write(part).onFailure(full -> give(HttpProblem.FAILED));
      if (file.writeQueueFull()) {
        request.pause();
        file.drainHandler(drained -> request.resume());
      }
    }

    private void finish() {
      if (over) {
        return;
      }
      over = true;
      vertx.cancelTimer(timer);
      if (file == null) {
        int held = reserved;
        read.complete(new RequestBody(bytes.getBytes(), null, () -> memory.release(held)));
        return;
      }
      file.close()
          .onComplete(
              closed -> {
                if (closed.succeeded()) {
                  read.complete(new RequestBody(null, path, this::giveFileBack));
                } else {
                  giveFileBack();
                  read.fail(new UnreadBodyException(HttpProblem.FAILED));
                }
              });
    }

    private void give(HttpProblem problem) {
      if (over) {
        return;
      }
      over = true;
      vertx.cancelTimer(timer);
      bytes = Buffer.buffer();
      release();
      if (file != null) {
        Future<Void> unused = file.close().onComplete(closed -> giveFileBack());
      }
      read.tryFail(new UnreadBodyException(problem));
    }

    private void release() {
      memory.release(reserved);
      reserved = 0;
    }

    private void giveFileBack() {
      files.release();
      Path made = path;
      if (made != null) {
        Future<Void> unused = vertx.fileSystem().delete(made.toString());
      }
    }
  }
}
