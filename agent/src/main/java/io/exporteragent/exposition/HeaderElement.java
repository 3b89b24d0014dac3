package io.exporteragent.exposition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element of an {@code Accept} or {@code Accept-Encoding} header: a name, parameters, and the
 * quality that the client gives it (<a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2">RFC 9110, 12.4.2</a>).
 */
public final class HeaderElement {
  private final String name;
  private final Map<String, String> parameters;
  private final double quality;

  private HeaderElement(String name, Map<String, String> parameters, double quality) {
    this.name = name;
    this.parameters = parameters;
    this.quality = quality;
  }

  /**
   * Returns the elements in the order of the header, without those that are malformed.
   *
   * @param headers the values of a header that may occur several times; null when it is absent
   */
  public static List<HeaderElement> parse(@Nullable List<String> headers) {
    List<HeaderElement> elements = new ArrayList<>();
    if (headers == null) {
      return elements;
    }
    for (String header : headers) {
      for (String text : header.split(",", -1)) {
        HeaderElement element = parseElement(text);
        if (element != null) {
          elements.add(element);
        }
      }
    }
    return elements;
  }

  /** Returns the name in lower case. */
  public String name() {
    return name;
  }

  /**
   * Returns the value of a parameter, without quotes; null when there is none.
   *
   * @param parameterName in lower case
   */
  @Nullable String parameter(String parameterName) {
    return parameters.get(parameterName);
  }

  /** Returns how much the client wants it: 0 (never) to 1. */
  public double quality() {
    return quality;
  }

  private static @Nullable HeaderElement parseElement(String text) {
    String[] parts = text.split(";", -1);
    String name = lowerCase(parts[0]);
    if (name.isEmpty()) {
      return null;
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        parameters.put(lowerCase(parts[i].substring(0, equals)), unquoted(parts[i], equals + 1));
      }
    }
    double quality = quality(parameters.get("q"));
    return Double.isNaN(quality) ? null : new HeaderElement(name, parameters, quality);
  }

  private static double quality(@Nullable String text) {
    if (text == null) {
      return 1;
    }
    try {
      double quality = Double.parseDouble(text);
      return quality >= 0 && quality <= 1 ? quality : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static String lowerCase(String text) {
    return text.trim().toLowerCase(Locale.ROOT);
  }

  private static String unquoted(String text, int start) {
    String value = text.substring(start).trim();
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
