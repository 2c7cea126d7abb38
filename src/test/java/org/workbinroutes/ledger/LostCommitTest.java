package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.workbinroutes.ledger.Requests.request;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ledger.GroupWriter.Pending;
import org.workbinroutes.outage.OutageLog;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Ledger.Entry;
import org.workbinroutes.placement.Ledger.UnavailableException;

/** Commits of which the acknowledgement is lost, whether they were done or not. */
class LostCommitTest {
  private enum Commit {
    DONE_AND_LOST,
    NOT_DONE
  }

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final AtomicReference<Commit> next = new AtomicReference<>();
  private final Rules rules = new Rules(new RequestCodec(), "node/1", Duration.ofMinutes(5), clock);
  private SqliteEngine engine;
  private HikariDataSource pool;
  private GroupCommit commit;

  @BeforeEach
  void open() {
    String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    Ledgers.open(LedgerSettings.at(url)).close();
    engine = new SqliteEngine(url);
    HikariDataSource real = new HikariDataSource(engine.writer());
    HikariConfig config = new HikariConfig();
    config.setDataSource(
        (DataSource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  Object result = call(real, method, arguments);
                  return result instanceof Connection connection ? losing(connection) : result;
                }));
    config.setMaximumPoolSize(1);
    pool = new HikariDataSource(config);
    commit =
        new GroupCommit(
            pool,
            new SqlRows(new RequestCodec(), "node", 1),
            engine,
            LedgerObserver.NONE,
            new OutageLog(LoggerFactory.getLogger(getClass()), "The ledger", clock));
  }

  private Connection losing(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Commit lost = method.getName().equals("commit") ? next.getAndSet(null) : null;
              if (lost == Commit.NOT_DONE) {
                real.rollback();
              } else {
                Object result = call(real, method, arguments);
                if (lost == null) {
                  return result;
                }
              }
              throw new SQLException("The answer is lost", "08006");
            });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @AfterEach
  void close() {
    commit.close();
    pool.close();
    engine.close();
  }

  @Test
  void aCommitThatWasDoneIsAnsweredAsDone() throws Exception {
    // Given
    next.set(Commit.DONE_AND_LOST);
    Pending<Entry> pending = new Pending<>(rules.receive(request("R"), "test", Ledger.Mode.CLAIM));

    // When
    commit.accept(List.of(pending));

    // Then
    assertThat(pending.result().get().kind()).isEqualTo(Entry.Kind.NEW);
    assertThat(again().kind()).isEqualTo(Entry.Kind.KNOWN);
  }

  @Test
  void aCommitThatWasNotDoneIsAnsweredAsNotDone() throws Exception {
    // Given
    next.set(Commit.NOT_DONE);
    Pending<Entry> pending = new Pending<>(rules.receive(request("R"), "test", Ledger.Mode.CLAIM));

    // When
    commit.accept(List.of(pending));

    // Then
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> pending.result().get())
        .withCauseInstanceOf(UnavailableException.class);
    assertThat(again().kind()).isEqualTo(Entry.Kind.NEW);
  }

  private Entry again() throws Exception {
    Pending<Entry> again = new Pending<>(rules.receive(request("R"), "test", Ledger.Mode.CLAIM));
    commit.accept(List.of(again));
    return again.result().get();
  }
}
