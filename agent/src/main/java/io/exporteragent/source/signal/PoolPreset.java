package io.exporteragent.source.signal;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.config.YamlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the pools of connections or threads of a library are measured: the method that gives a
 * connection or takes a task, and the ways from a pool to its numbers.
 *
 * <pre>
 *   - of: HikariCP
 *     class: com.zaxxer.hikari.pool.HikariPool
 *     method: getConnection
 *     arguments: 1
 *     label: pool
 *     name: this.config.getPoolName()
 *     gauges:
 *       - {family: hikaricp_connections_active, help: Active connections., value: this.getActiveConnections()}
 * </pre>
 *
 * <p>Immutable.
 */
final class PoolPreset extends Settings {
  private static final Schema<PoolPath> PATH = Schema.scalar("path", PoolPreset::path);

  private static final Key<String> OF =
      Key.required("of", Schema.nonEmptyText(), "the library, for messages");
  private static final Key<List<String>> CLASS =
      Key.required(
          "class", Schema.oneOrMore(Schema.nonEmptyText()), "that of a pool, named in full");
  private static final Key<String> METHOD =
      Key.required("method", Schema.nonEmptyText(), "its method, called at each use");
  private static final Key<Integer> ARGUMENTS =
      Key.required("arguments", Schema.integer(0, 9), "how many the method has");
  private static final Key<String> LABEL =
      Key.required("label", Schema.labelName(), "the label of the name");
  private static final Key<PoolPath> NAME =
      Key.optional("name", PATH, "the library and a number", "the name of a pool, a text");
  private static final Key<PoolPath> CLOSED =
      Key.optional(
          "closed", PATH, "never", "a truth, or a number, by which a pool is left out once closed");
  private static final Key<Integer> CLOSED_AT =
      Key.of(
          "closed_at", Schema.integer(0, Integer.MAX_VALUE), 1, "the number from which it is one");
  private static final Key<String> ACQUIRED =
      Key.optional("acquired", Schema.metricName(), "none", "the histogram of the waits");
  private static final Key<String> TIMEOUTS =
      Key.optional("timeouts", Schema.metricName(), "none", "the counter of the waits in vain");
  private static final Key<String> TIMEOUT =
      Key.optional("timeout", Schema.nonEmptyText(), "none", "the exception of a wait in vain");
  private static final Key<List<Gauge>> GAUGES =
      Key.required("gauges", Schema.listOf(Gauge.SCHEMA), "what is read when a page is made");

  static final Mapping<PoolPreset> SCHEMA =
      Schema.mapping(
          PoolPreset::new,
          OF,
          CLASS,
          METHOD,
          ARGUMENTS,
          LABEL,
          NAME,
          CLOSED,
          CLOSED_AT,
          ACQUIRED,
          TIMEOUTS,
          TIMEOUT,
          GAUGES);

  private PoolPreset(Values values) {
    super(values);
  }

  /** A number of a pool. Immutable. */
  static final class Gauge extends Settings {
    private static final Key<String> FAMILY =
        Key.required("family", Schema.metricName(), "the metric");
    private static final Key<String> HELP = Key.required("help", Schema.nonEmptyText(), "its help");
    private static final Key<PoolPath> VALUE = Key.required("value", PATH, "the number");

    static final Mapping<Gauge> SCHEMA = Schema.mapping(Gauge::new, FAMILY, HELP, VALUE);

    private Gauge(Values values) {
      super(values);
    }

    String family() {
      return values().get(FAMILY);
    }

    String help() {
      return values().get(HELP);
    }

    PoolPath value() {
      return values().get(VALUE);
    }
  }

  /**
   * Reads the presets of the jar.
   *
   * @throws IllegalStateException if they are not valid
   */
  static List<PoolPreset> ofJar() {
    return Preset.ofJar("pools.yml", SCHEMA);
  }

  private static PoolPath path(YamlValue at) throws ConfigurationException {
    PoolPath path = PoolPath.parse(at.nonEmptyText());
    if (path == null) {
      throw at.expected("a path such as this.config.getPoolName()");
    }
    return path;
  }

  String of() {
    return values().get(OF);
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

  String label() {
    return values().get(LABEL);
  }

  @Nullable PoolPath name() {
    return values().find(NAME);
  }

  @Nullable PoolPath closed() {
    return values().find(CLOSED);
  }

  /** Returns the smallest value of {@link #closed} that means so; true stands for 1. */
  int closedAt() {
    return values().get(CLOSED_AT);
  }

  @Nullable String acquired() {
    return values().find(ACQUIRED);
  }

  @Nullable String timeouts() {
    return values().find(TIMEOUTS);
  }

  /** Returns whether something is counted of each use, beside the numbers that are read. */
  boolean isCounted() {
    return acquired() != null || timeouts() != null;
  }

  /** Returns the class of the exception; empty for none. */
  String timeout() {
    String timeout = values().find(TIMEOUT);
    return timeout == null ? "" : timeout;
  }

  List<Gauge> gauges() {
    return values().get(GAUGES);
  }
}
