package io.exporteragent.source.signal;

import io.exporteragent.model.Distribution.Histogram;
import io.exporteragent.model.Family;
import io.exporteragent.model.HistogramFamily;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.signal.SignalTables.Row;
import io.exporteragent.source.signal.SignalTables.Table;
import io.exporteragent.source.signal.boot.ExporterAgentSeries1;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A family, and how it is made of the rows of tables. Two of one name are equal. Immutable.
 *
 * <p>Names, labels and buckets are those of OpenTelemetry's stable conventions for <a
 * href="https://opentelemetry.io/docs/specs/semconv/http/http-metrics/">HTTP</a> and <a
 * href="https://opentelemetry.io/docs/specs/semconv/database/database-metrics/">databases</a>, and
 * of Micrometer for log events.
 */
abstract class SignalFamily {
  /** Comes first, since the families need it. */
  private static final int[] HTTP_BOUNDS = {
    5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000
  };

  /** Requests that a server has finished. */
  static final SignalFamily HTTP_SERVER = new HttpServer();

  /** Calls of HTTP clients. */
  static final SignalFamily HTTP_CLIENT = new HttpClient();

  /** Operations of databases. */
  static final SignalFamily DATABASE = new Database();

  private final String name;

  private SignalFamily(String name) {
    this.name = name;
  }

  /** Returns the family of log events of a name, which is without a suffix. */
  static SignalFamily events(String name) {
    return new Events(name);
  }

  final String name() {
    return name;
  }

  /** Returns the label whose values are limited. */
  abstract String limited();

  /** Returns the upper bounds of the buckets in nanoseconds, without the infinite one. */
  abstract long[] boundsNanos();

  /** Returns how many different first texts a table has at most. */
  int maxTexts() {
    return ExporterAgentSeries1.MAX_TEXTS;
  }

  /** Makes the family of its tables, null if these have no row yet. */
  abstract @Nullable Family of(List<Table> tables);

  /** Makes labels of names and values, without those that have none. */
  static String[] labels(String... all) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < all.length; i += 2) {
      if (!all[i + 1].isEmpty()) {
        labels.add(all[i]);
        labels.add(all[i + 1]);
      }
    }
    return labels.toArray(new String[0]);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof SignalFamily && ((SignalFamily) other).name.equals(name);
  }

  @Override
  public final int hashCode() {
    return name.hashCode();
  }

  /** A family of durations. Rows whose labels turn out to be the same make one point. */
  private abstract static class Durations extends SignalFamily {
    private final String help;
    private final int[] boundsMillis;

    Durations(String name, String help, int[] boundsMillis) {
      super(name);
      this.help = help;
      this.boundsMillis = boundsMillis;
    }

    abstract String[] labels(Table table, Row row);

    @Override
    long[] boundsNanos() {
      return Arrays.stream(boundsMillis).mapToLong(millis -> millis * 1_000_000L).toArray();
    }

    @Override
    @Nullable Family of(List<Table> tables) {
      Map<List<String>, Sums> points = new LinkedHashMap<>();
      for (Table table : tables) {
        for (Row row : table.rows()) {
          points
              .computeIfAbsent(
                  Arrays.asList(labels(table, row)), key -> new Sums(boundsMillis.length + 1))
              .add(row);
        }
      }
      HistogramFamily family = new HistogramFamily(name(), help);
      double[] bounds = boundsSeconds();
      points.forEach(
          (labels, sums) ->
              family.add(
                  new Histogram(bounds, sums.buckets, null, sums.seconds),
                  labels.toArray(new String[0])));
      return family.isEmpty() ? null : family;
    }

    private double[] boundsSeconds() {
      double[] bounds = new double[boundsMillis.length + 1];
      for (int i = 0; i < boundsMillis.length; i++) {
        bounds[i] = boundsMillis[i] / 1000.0;
      }
      bounds[boundsMillis.length] = Double.POSITIVE_INFINITY;
      return bounds;
    }
  }

  private static final class Sums {
    private final long[] buckets;
    private double seconds;

    Sums(int buckets) {
      this.buckets = new long[buckets];
    }

    void add(Row row) {
      long[] more = row.buckets(buckets.length);
      Arrays.setAll(buckets, i -> buckets[i] + more[i]);
      seconds += row.seconds();
    }
  }

  private static final class HttpServer extends Durations {
    /** Where errors of a server begin among the statuses. */
    private static final int SERVER_ERROR = 500;

    HttpServer() {
      super(
          "http_server_request_duration_seconds",
          "Duration of the requests that a server has finished.",
          HTTP_BOUNDS);
    }

    @Override
    String limited() {
      return "http_route";
    }

    @Override
    String[] labels(Table table, Row row) {
      String status = row.number == 0 ? "" : Integer.toString(row.number);
      return labels(
          "http_request_method",
          row.second,
          "http_route",
          route(row),
          "http_response_status_code",
          status,
          "error_type",
          row.number < SERVER_ERROR ? "" : status);
    }

    /** What stands for all further routes is that of no application. */
    private static String route(Row row) {
      if (row.third.isEmpty() || row.first.equals(ExporterAgentSeries1.OTHER)) {
        return row.first;
      }
      return row.third + (row.first.startsWith("/") ? "" : "/") + row.first;
    }
  }

  private static final class HttpClient extends Durations {
    private static final int MAX_ADDRESSES = 50;

    /** Where errors begin among the statuses for a client. */
    private static final int CLIENT_ERROR = 400;

    HttpClient() {
      super(
          "http_client_request_duration_seconds",
          "Duration of the calls of HTTP clients that have ended.",
          HTTP_BOUNDS);
    }

    @Override
    String limited() {
      return "server_address";
    }

    @Override
    int maxTexts() {
      return MAX_ADDRESSES;
    }

    @Override
    String[] labels(Table table, Row row) {
      int port = row.number / ExporterAgentSignals1.PORT;
      int status = row.number % ExporterAgentSignals1.PORT;
      String answer = status == 0 ? "" : Integer.toString(status);
      boolean isOther = row.first.equals(ExporterAgentSeries1.OTHER);
      return labels(
          "http_request_method",
          row.second,
          "server_address",
          row.first,
          "server_port",
          port == 0 || isOther ? "" : Integer.toString(port),
          "http_response_status_code",
          answer,
          "error_type",
          row.third.isEmpty() && status >= CLIENT_ERROR ? answer : row.third);
    }
  }

  private static final class Database extends Durations {
    private static final int[] BOUNDS = {1, 5, 10, 50, 100, 500, 1000, 5000, 10_000};

    Database() {
      super(
          "db_client_operation_duration_seconds",
          "Duration of the operations of databases that have ended.",
          BOUNDS);
    }

    @Override
    String limited() {
      return "error_type";
    }

    @Override
    String[] labels(Table table, Row row) {
      return labels(
          "db_system_name", table.system, "db_operation_name", row.second, "error_type", row.first);
    }
  }

  private static final class Events extends SignalFamily {
    private static final List<String> LEVELS =
        Arrays.asList("trace", "debug", "info", "warn", "error", "fatal");

    /** The levels of the JDK's logging, which JBoss LogManager has beside its own. */
    private static final Map<String, String> OF_JDK = new HashMap<>();

    static {
      OF_JDK.put("finest", "trace");
      OF_JDK.put("finer", "trace");
      OF_JDK.put("fine", "debug");
      OF_JDK.put("config", "debug");
      OF_JDK.put("warning", "warn");
      OF_JDK.put("severe", "error");
    }

    Events(String name) {
      super(name);
    }

    @Override
    String limited() {
      return "level";
    }

    @Override
    long[] boundsNanos() {
      return new long[0];
    }

    @Override
    @Nullable Family of(List<Table> tables) {
      Map<String, Long> byLevel = new TreeMap<>();
      for (Table table : tables) {
        for (Row row : table.rows()) {
          String own = row.second.toLowerCase(Locale.ROOT);
          String level = OF_JDK.getOrDefault(own, own);
          byLevel.merge(
              LEVELS.contains(level) ? level : ExporterAgentSeries1.OTHER, row.count(), Long::sum);
        }
      }
      ScalarFamily family =
          new ScalarFamily(name(), MetricType.COUNTER, "Log events that were enabled, by level.");
      byLevel.forEach((level, events) -> family.add(events, "level", level));
      return family.isEmpty() ? null : family;
    }
  }
}
