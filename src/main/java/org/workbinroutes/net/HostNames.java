package org.workbinroutes.net;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names by which a server without a login may be called. Against DNS rebinding: a page of
 * another site can have its own name resolve to this machine, and its reader's browser then takes
 * the server for that site. The request still carries the page's name as Host. No DNS server can
 * redirect an IP address, so each is taken.
 */
public final class HostNames {
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern ADDRESS =
      Pattern.compile("(" + BYTE + "\\.){3}" + BYTE + "|\\[[0-9a-f:.]+\\]");
  private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");

  private final Set<String> names;

  /**
   * Takes IP addresses, localhost and further names.
   *
   * @param names host names without a port, in any case
   */
  public HostNames(Collection<String> names) {
    this.names = names.stream().map(HostNames::plain).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads a name of the configuration.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String parse(String text) {
    String name = plain(text);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "write host names without scheme, port and path, as in desk.example");
    }
    return name;
  }

  /**
   * Whether a server may be called so.
   *
   * @param authority what the Host header or the request's target says: a host, with or without a
   *     port; null if it says nothing
   * @return true for an IP address, localhost and a configured name
   */
  public boolean contain(String authority) {
    if (authority == null) {
      return false;
    }
    String host = plain(PORT.matcher(authority).replaceFirst(""));
    return host.equals("localhost") || names.contains(host) || ADDRESS.matcher(host).matches();
  }

  /** A name that ends in a dot is the same name. */
  private static String plain(String host) {
    String lower = host.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
