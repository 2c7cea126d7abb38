package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help teaches: each command says what it does and shows calls that the command line takes. */
class HelpTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("(?:.*\\| |.*<\\(|(?:[A-Z_]+=\\S+ )*|)workbin-routes ([^|>)]*).*");

  static Stream<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    collect(WorkbinRoutes.commandLine(), commands);
    return commands.stream().filter(command -> !command.getCommandName().equals("help"));
  }

  private static void collect(CommandLine command, List<CommandLine> commands) {
    commands.add(command);
    command.getSubcommands().values().forEach(each -> collect(each, commands));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandShowsExamplesThatCanBeTyped(CommandLine command) {
    // Given
    String[] footer = command.getCommandSpec().usageMessage().footer();
    List<String> examples =
        List.of(footer).subList(List.of(footer).indexOf("Examples:") + 1, footer.length);
    // Then
    assertThat(List.of(footer)).contains("Examples:");
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      Matcher call = EXAMPLE.matcher(example.strip());
      assertThat(call.matches()).as(example).isTrue();
      // parsing finds unknown options, missing ones, and values of another type
      WorkbinRoutes.commandLine().parseArgs(words(call.group(1)));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandOptionAndParameterIsDescribed(CommandLine command) {
    CommandLine.Model.CommandSpec spec = command.getCommandSpec();
    assertThat(spec.usageMessage().header().length + spec.usageMessage().description().length)
        .isPositive();
    assertThat(spec.options()).allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    assertThat(spec.positionalParameters())
        .allSatisfy(parameter -> assertThat(parameter.description()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noLineIsBrokenWithinAWord(CommandLine command) {
    // Given
    CommandLine.Model.CommandSpec spec = command.getCommandSpec();
    Stream<String> texts =
        Stream.of(
                Stream.of(spec.usageMessage().header()),
                Stream.of(spec.usageMessage().description()),
                Stream.of(spec.usageMessage().footer()),
                spec.options().stream().flatMap(option -> Stream.of(option.description())))
            .flatMap(Function.identity());
    // When
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
    // Then
    List<String> printed = List.of(help.split("\\s+"));
    List<String> written =
        texts
            .flatMap(text -> Stream.of(text.split("\\s+")))
            .filter(word -> !word.isEmpty() && !word.contains("$"))
            .toList();
    assertThat(printed).containsAll(written);
    assertThat(help.lines())
        .filteredOn(line -> !line.startsWith("  workbin-routes "))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  private static String[] words(String line) {
    Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
    List<String> words = new ArrayList<>();
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words.toArray(String[]::new);
  }
}
