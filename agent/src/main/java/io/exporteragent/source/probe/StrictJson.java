package io.exporteragent.source.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.TypeRef;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import io.exporteragent.httpclient.HttpResponse;
import io.exporteragent.source.probe.ProbeFailure.Reason;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * json-path with json-smart, both with explicit settings: their defaults are lenient and read a
 * system property. A document is made of maps, lists, strings, numbers, booleans and null.
 */
final class StrictJson {
  /** json-smart's {@code MODE_RFC4627}: strict, and at most 400 levels deep. */
  private static final int STRICT = 4752;

  /** json-smart needs a second for a number of some 200,000 digits, and 25 s for a million. */
  private static final int MAX_DIGITS = 1000;

  /** Written out, {@code 1.00000000000000000e999999999} has a billion of them. */
  private static final int MAX_EXPONENT_DIGITS = 3;

  private static final JsonSmartJsonProvider PARSER = new JsonSmartJsonProvider(STRICT);
  private static final Configuration VALUES =
      Configuration.builder().jsonProvider(PARSER).mappingProvider(new AsTheyAre()).build();
  private static final Configuration PATHS = VALUES.addOptions(Option.AS_PATH_LIST);

  private StrictJson() {}

  /**
   * Parses a body.
   *
   * @throws ProbeFailure if it is not JSON
   */
  static @Nullable Object parse(HttpResponse page) throws ProbeFailure {
    String text = new String(page.body(), UTF_8);
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    if (hasHugeNumber(text)) {
      throw new ProbeFailure(
          Reason.JSON,
          "the body has a number of more than "
              + MAX_DIGITS
              + " digits, or "
              + MAX_EXPONENT_DIGITS
              + " in its exponent",
          "have the page round the number");
    }
    try {
      return PARSER.parse(text);
    } catch (InvalidJsonException e) {
      throw new ProbeFailure(
          Reason.JSON,
          "the body is not JSON (" + page.describe() + ")",
          "correct the url, or the page");
    }
  }

  /** Writes a value as it would stand in a body, in one line. */
  static String write(@Nullable Object value) {
    String list = PARSER.toJson(Collections.singletonList(value));
    return list.substring(1, list.length() - 1);
  }

  /**
   * Returns what a path leads to; null if that is missing or null itself, and for the sum, maximum
   * and so on of nothing.
   *
   * @throws ProbeFailure if it leads to several values, or calls an unknown function
   */
  static @Nullable Object read(JsonPath path, @Nullable Object document) throws ProbeFailure {
    Object result = evaluate(path, document, VALUES);
    if (path.isDefinite() || !(result instanceof List)) {
      return result;
    }
    List<?> results = (List<?>) result;
    if (results.size() > 1) {
      throw new ProbeFailure(
          Reason.VALUE,
          path.getPath() + " has " + results.size() + " results instead of one",
          "use foreach for a series of each");
    }
    return results.isEmpty() ? null : results.get(0);
  }

  /** Returns everything a path leads to, null if a member on its way is missing. */
  static @Nullable List<?> readAll(JsonPath path, @Nullable Object document) throws ProbeFailure {
    return list(evaluate(path, document, VALUES));
  }

  /**
   * Returns where the results of {@link #readAll} are: {@code $['pools']['a']}, in the same order.
   */
  static List<?> readAllPaths(JsonPath path, @Nullable Object document) throws ProbeFailure {
    List<?> paths = list(evaluate(path, document, PATHS));
    return paths == null ? Collections.emptyList() : paths;
  }

  private static @Nullable List<?> list(@Nullable Object results) {
    return results instanceof List ? (List<?>) results : null;
  }

  private static @Nullable Object evaluate(
      JsonPath path, @Nullable Object document, Configuration configuration) throws ProbeFailure {
    if (document == null) {
      return null;
    }
    try {
      return path.read(document, configuration);
    } catch (PathNotFoundException e) {
      return null;
    } catch (RuntimeException e) {
      if (e.getClass() == JsonPathException.class && path.getPath().endsWith(")")) {
        // An aggregate that has found no number.
        return null;
      }
      throw new ProbeFailure(
          Reason.VALUE,
          path.getPath() + " cannot be evaluated",
          e.getMessage(),
          "correct the path");
    }
  }

  private static boolean hasHugeNumber(String text) {
    boolean inString = false;
    boolean inExponent = false;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString && c == '\\') {
        i++;
      } else if (c == '"') {
        inString = !inString;
      }
      if (!inString && ((c >= '0' && c <= '9') || c == '.')) {
        boolean leadingZero = inExponent && digits == 0 && c == '0';
        digits += leadingZero ? 0 : 1;
      } else {
        boolean sign = c == '+' || c == '-';
        inExponent = !inString && (sign ? inExponent : digits > 0 && (c == 'e' || c == 'E'));
        digits = 0;
      }
      if (digits > (inExponent ? MAX_EXPONENT_DIGITS : MAX_DIGITS)) {
        return true;
      }
    }
    return false;
  }

  /** Converts nothing for filters: json-smart would generate classes for that. */
  private static final class AsTheyAre implements MappingProvider {
    @Override
    public <T> T map(Object source, Class<T> target, Configuration configuration) {
      return target.cast(source);
    }

    @Override
    public <T> T map(Object source, TypeRef<T> target, Configuration configuration) {
      throw new UnsupportedOperationException();
    }
  }
}
