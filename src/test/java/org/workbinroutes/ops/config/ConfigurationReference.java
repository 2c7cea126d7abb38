package org.workbinroutes.ops.config;

/** Writes docs/configuration.md from the catalogue. */
final class ConfigurationReference {
  private static final String INTRODUCTION =
      """
      # Configuration

      Made from the code: every option there is stands here.

      A value is taken from the first of these places that has one: the command line
      (`--data`), a system property (`-Dgws.url=...` in `JAVA_OPTS`), the environment variable,
      `config/application.properties`, the default. An empty value counts as none.

      - The file is UTF-8, in the form of Java properties: a backslash is written `\\\\`.
      - A time span has a unit: `500ms`, `10s`, `2m`, `1m30s`. A size is `512KB` or `1MB`; 1 KB is
        1024 bytes.
      - A relative path starts at the product's folder, `{{workbin.home}}`: in options, in parameters
        of intakes and sinks, and in `file:` and `ndjson:` endpoints of any route. One on the command
        line starts at the working directory.
      - A key that is misspelt, set twice, or has a wrong value keeps the product from starting. It
        names every such key with its line and the remedy, and ends with exit code 2.
      - Intakes and sinks are checked with the rest: the template, names and values of parameters,
        rules, redaction, predicates, formats, endpoint options, secrets, `{{env:NAME}}`, folders.
        `check --offline` does the same without a start. A second process with the same
        `workbin.data` ends with exit code 2, too.
      - Secrets are taken to the letter, are never shown, and are no property that a route could
        read. All other options are: `{{http.port}}`.
      - Keys that start with `camel.` go to Camel as they are. Intakes and sinks are made with
        `camel.routeTemplate[name].*`; see `config/application.properties`.
      - `workbin.headers.<set>.<Header-Name>` are the headers that a webhook sends; see `sinks.md`.
      - `{{env:NAME}}` in the value of a `camel.*` key, a header or a key of yours is replaced by the
        environment variable NAME.
      - Any other key is yours, for routes of your own; it is overridden in the same ways.
      """;

  private final Catalogue catalogue;

  ConfigurationReference(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  String markdown() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Group group : Group.values()) {
      page.append("\n## ").append(group.title()).append('\n');
      page.append("\n| key | environment variable | value | default | meaning |\n");
      page.append("|---|---|---|---|---|\n");
      catalogue.options().stream()
          .filter(option -> option.group() == group)
          .forEach(option -> page.append(row(option)));
    }
    return page.toString();
  }

  private static String row(Option<?> option) {
    String standard =
        option.isRequired()
            ? "**required**"
            : option.defaultText() == null ? "" : "`" + option.defaultText() + "`";
    return "| `%s` | `%s` | %s | %s | %s |\n"
        .formatted(
            option.key(),
            option.environmentName(),
            option.type().description(),
            standard,
            option.description().replace("|", "\\|")
                + (option.formerKey() == null
                    ? ""
                    : " Was `" + option.formerKey() + "`, which is still read."));
  }
}
