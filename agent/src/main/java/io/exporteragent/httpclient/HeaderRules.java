package io.exporteragent.httpclient;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.YamlValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which request headers can be given: the rules of RFC 9110, without which a header could end the
 * request and begin another one.
 */
public final class HeaderRules {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F-\\x9F]");

  private static final List<String> OF_THE_CONNECTION =
      Arrays.asList(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private HeaderRules() {}

  /** Returns whether a text is a token, as names of headers and authentication schemes are. */
  public static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /** Returns whether a text can be the value of a header: no line break or control but the tab. */
  public static boolean isValue(String text) {
    return !CONTROL.matcher(text).find();
  }

  /** Returns whether a header, in any case, is set by the client alone. */
  public static boolean belongsToConnection(String name) {
    return OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Reads the value of a header out of the configuration.
   *
   * @throws ConfigurationException if it would end the header; the message does not show it
   */
  public static String readValue(YamlValue at) throws ConfigurationException {
    String text = at.text();
    if (!isValue(text)) {
      throw at.error("a line break or control character", "it would end the header, remove it");
    }
    return text;
  }
}
