package io.exporteragent.source.signal;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one signal is read from one version of a library: a method, and the ways from its arguments
 * to the values.
 *
 * <pre>
 *   - of: Tomcat
 *     signal: http_server
 *     class: org.apache.catalina.core.StandardEngine
 *     method: logAccess
 *     arguments: 4
 *     request_method: arg0.getMethod()
 *     status: arg1.getStatus()
 *     nanos: arg2
 * </pre>
 *
 * <p>Immutable.
 */
final class Preset extends Settings {
  private static final Schema<ValuePath> PATH = Schema.scalar("path", Preset::path);

  private static final Key<String> OF =
      Key.required("of", Schema.nonEmptyText(), "the library, for messages");
  private static final Key<SignalKind> SIGNAL =
      Key.required("signal", Schema.oneOf(SignalKind.class), "what is made of it");
  private static final Key<List<String>> CLASS =
      Key.required(
          "class", Schema.oneOrMore(Schema.nonEmptyText()), "what is woven, named in full");
  private static final Key<String> METHOD =
      Key.required("method", Schema.nonEmptyText(), "its method, woven where it begins");
  private static final Key<Integer> ARGUMENTS =
      Key.required("arguments", Schema.integer(0, 9), "how many the method has");
  private static final Key<String> FAMILY =
      Key.optional("family", Schema.metricName(), "that of the signal", "the metric of log events");

  /** Values of the woven code, by the name with which it asks for them. */
  private static final Map<String, Key<ValuePath>> PATHS = new LinkedHashMap<>();

  static {
    path("request_method", "the method of the request, a text");
    path("status", "the status of the response, a number");
    path("request", "an object that stands for the request in all presets of a server");
    path("route", "the route of the framework: a text, or what has it as its text");
    path("servlet", "the servlet, whose only pattern is its mapping");
    path("patterns", "all patterns of the servlet, an array");
    path("mapping", "the mapping of the servlet, a text");
    path("context", "the path of the web application, a text; it comes before the route");
    path("nanos", "how long it took, in nanoseconds");
    path("millis", "how long it took, in milliseconds");
    path("since_nanos", "when it began, as System.nanoTime tells it");
    path("since_millis", "when it began, as System.currentTimeMillis tells it");
    path("server", "the server that a client calls; without one there is no address");
    path("server_address", "the host of that server, a text");
    path("server_port", "its port, a number; 0 or less if it is that of the scheme");
    path("server_scheme", "the scheme, a text, where the port may be missing");
    path("response", "what the client got; without one there is no status");
    path("level", "the level of a log event, a text");
    path("logger", "the name of the logger that is asked, where each asks its parent too");
    path("event_logger", "the name of the logger of the event; the event counts there only");
    path("where", "is never read; the preset is for classes that have it");
  }

  static final Mapping<Preset> SCHEMA = Schema.mapping(Preset::new, keys());

  private static void path(String name, String help) {
    PATHS.put(name, Key.optional(name, PATH, "none", help));
  }

  private static Key<?>[] keys() {
    Key<?>[] first = {OF, SIGNAL, CLASS, METHOD, ARGUMENTS, FAMILY};
    Key<?>[] all = Arrays.copyOf(first, first.length + PATHS.size());
    int next = first.length;
    for (Key<?> each : PATHS.values()) {
      all[next++] = each;
    }
    return all;
  }

  private Preset(Values values) {
    super(values);
  }

  /**
   * Reads the presets of the jar.
   *
   * @throws IllegalStateException if they are not valid
   */
  static List<Preset> ofJar() {
    return ofJar("presets.yml", SCHEMA);
  }

  /**
   * Reads a list of settings in a file of the jar.
   *
   * @throws IllegalStateException if they are not valid
   */
  static <S extends Settings> List<S> ofJar(String file, Mapping<S> schema) {
    try {
      String text = ConfigurationFile.resource(Preset.class, file);
      return Schema.listOf(schema).read(ConfigurationFile.parsePlain(text, file));
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ValuePath path(YamlValue at) throws ConfigurationException {
    ValuePath path = ValuePath.parse(at.nonEmptyText());
    if (path == null) {
      throw at.expected("a path such as arg0.getMethod() or this._request.status");
    }
    return path;
  }

  String of() {
    return values().get(OF);
  }

  SignalKind signal() {
    return values().get(SIGNAL);
  }

  /** Returns the binary names of the classes. */
  List<String> classNames() {
    return values().get(CLASS);
  }

  String method() {
    return values().get(METHOD);
  }

  int arguments() {
    return values().get(ARGUMENTS);
  }

  SignalFamily family() {
    String family = values().find(FAMILY);
    if (family != null) {
      return SignalFamily.events(family);
    }
    return signal() == SignalKind.HTTP_CLIENT ? SignalFamily.HTTP_CLIENT : SignalFamily.HTTP_SERVER;
  }

  /** Returns the paths by the name of their key. */
  Map<String, ValuePath> paths() {
    Map<String, ValuePath> paths = new LinkedHashMap<>();
    PATHS.forEach(
        (name, key) -> {
          ValuePath path = values().find(key);
          if (path != null) {
            paths.put(name, path);
          }
        });
    return paths;
  }
}
