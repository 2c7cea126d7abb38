package org.workbinroutes.ops.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.workbinroutes.ops.config.Configuration;

/** The checks, in the order in which they are told of. */
public final class Checks {
  private final List<Check> checks;

  private Checks(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * The checks of the configuration alone: no connection is made.
   *
   * @param file the configuration file; null if there is none
   */
  public static Checks offline(Path file) {
    return new Checks(
        List.of(
            new SettingsCheck(file),
            new DangersCheck(
                ProcessHandle.current().info().arguments().map(List::of).orElse(List.of())),
            new LogLevelsCheck(file),
            new FoldersCheck()));
  }

  /**
   * The checks of the configuration and of all it leads to.
   *
   * @param file the configuration file; null if there is none
   * @param patience how long the notification connection, the broker and each sink may take
   */
  public static Checks all(Path file, Duration patience) {
    List<Check> checks = new ArrayList<>(offline(file).checks);
    checks.add(new ProcessCheck());
    checks.add(new ListenCheck());
    checks.add(new BrokerCheck(patience));
    checks.add(new LedgerCheck());
    checks.add(new GwsCheck(patience));
    checks.add(new SinksCheck(patience));
    return new Checks(checks);
  }

  public Report look(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : checks) {
      findings.addAll(check.look(configuration));
    }
    Secrets secrets = new Secrets(configuration);
    return new Report(findings.stream().map(secrets::hide).toList());
  }
}
