package org.workbinroutes.ledger;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;
import org.workbinroutes.net.FreePort;

/**
 * A real PostgreSQL server for the tests of this process, on a free port of 127.0.0.1, with fsync
 * as in production. PostgreSQL refuses to run as root: where the tests do, it runs as {@code
 * nobody}. It ends with the process.
 */
public final class PostgresServer {
  private static final String BINARIES = "/postgres-linux-x86_64.txz";
  private static final String UNPRIVILEGED = "nobody";

  /** Made when first used, and once for all tests: a start takes seconds. */
  private static final class Shared {
    static final PostgresServer SERVER = start();
  }

  private final AtomicInteger schemas = new AtomicInteger();
  private final Path home;
  private final int port;

  private PostgresServer(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /** The server that all tests of this process share. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** A JDBC URL of an empty schema that no other test uses. */
  public String newSchema() throws SQLException {
    String schema = "test_" + schemas.incrementAndGet();
    execute(url("postgres"), "CREATE SCHEMA " + schema);
    return url("postgres") + "&currentSchema=" + schema;
  }

  /**
   * A JDBC URL of a database of its own, as the superuser; {@code user=postgres} can be replaced.
   *
   * @param name what it is called
   */
  String newDatabase(String name) throws SQLException {
    execute(url("postgres"), "CREATE DATABASE " + name);
    return url("postgres").replace("/postgres?", "/" + name + "?");
  }

  /** Makes users that may log in, unless they are there. */
  public void addUsers(String... names) throws SQLException {
    for (String name : names) {
      execute(
          url("postgres"),
          "DO $$ BEGIN CREATE USER "
              + name
              + "; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    }
  }

  private String url(String user) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + user;
  }

  /** Runs one statement. */
  static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Makes the user that the server runs as the owner of a folder. */
  static void giveToServer(Path folder) throws IOException {
    Files.setOwner(
        folder,
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED));
  }

  private static PostgresServer start() {
    try {
      Path home = Files.createTempDirectory("workbin-postgres");
      // The unprivileged user must be able to get in.
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      unpack(home);
      Path run = Files.createDirectory(home.resolve("run"));
      if (isRoot()) {
        giveToServer(run);
      }
      int port = FreePort.next();
      PostgresServer server = new PostgresServer(home, port);
      server.run("initdb", "-D", data(run), "-U", "postgres", "-A", "trust", "-E", "UTF8");
      String options = "-p " + port + " -k '' -c listen_addresses=127.0.0.1 -c max_connections=50";
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop PostgreSQL"));
      server.run(
          "pg_ctl",
          "-D",
          data(run),
          "-l",
          run.resolve("log").toString(),
          "-w",
          "-o",
          options,
          "start");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
  }

  private static String data(Path run) {
    return run.resolve("data").toString();
  }

  private static void unpack(Path home) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-x", "-C", home.toString(), "--no-same-owner")
            .redirectErrorStream(true)
            .start();
    try (InputStream packed = PostgresServer.class.getResourceAsStream(BINARIES);
        OutputStream in = tar.getOutputStream()) {
      if (packed == null) {
        throw new IOException("There is no " + BINARIES + " on the class path");
      }
      new XZInputStream(packed).transferTo(in);
    }
    check(tar, "tar");
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // Not runuser: that opens a PAM session, which containers do not always allow.
      Object uid = Files.getAttribute(home.resolve("run"), "unix:uid");
      command.addAll(
          List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    // To a file, not a pipe: the server inherits it and would keep a pipe open.
    File out = Files.createTempFile(home, program, ".out").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out)
            .start();
    try {
      check(process, program);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + ": " + Files.readString(out.toPath()), e);
    }
  }

  private static void check(Process process, String program) throws IOException {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(program + " took longer than 60 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + program + " ran", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(program + " ended with " + process.exitValue());
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void stop() {
    try {
      run("pg_ctl", "-D", data(home.resolve("run")), "-m", "immediate", "stop");
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      System.err.println("PostgreSQL in " + home + " could not be stopped: " + e.getMessage());
    }
  }
}
