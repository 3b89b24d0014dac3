package io.exporteragent.source.jvm;

import io.exporteragent.model.Family;
import io.exporteragent.model.HistogramFamily;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is made of one kind of event of the flight recorder. Filled on the recorder's thread and
 * read by scrapes.
 */
abstract class FlightTally implements FlightStream.Handler {
  private final String event;

  private FlightTally(String event) {
    this.event = event;
  }

  /** Returns the name of the event. */
  String event() {
    return event;
  }

  /** Has the events recorded. */
  void enableIn(FlightStream stream) throws ReflectiveOperationException {
    stream.enable(event, this);
  }

  /** Returns the family; null if nothing has happened that it could show. */
  abstract @Nullable Family family();

  /** Makes a histogram of the durations of an event that are not shorter than this. */
  static FlightTally durations(String event, Duration atLeast, String name, String help) {
    return new FlightTally(event) {
      private final Durations durations = new Durations();

      @Override
      void enableIn(FlightStream stream) throws ReflectiveOperationException {
        stream.enable(event, atLeast, this);
      }

      @Override
      public synchronized void on(FlightEvent happened) throws ReflectiveOperationException {
        durations.add(happened.nanos());
      }

      @Override
      synchronized Family family() {
        return new HistogramFamily(name, help).add(durations.point());
      }
    };
  }

  /** Counts an event. */
  static FlightTally count(String event, String name, String help) {
    return new FlightTally(event) {
      private long count;

      @Override
      public synchronized void on(FlightEvent happened) {
        count++;
      }

      @Override
      synchronized Family family() {
        return new ScalarFamily(name, MetricType.COUNTER, help).add((double) count);
      }
    };
  }

  /**
   * Counts an event by a text that it has.
   *
   * @param field of the event, and the name of the label
   */
  static FlightTally countBy(String field, String event, String name, String help) {
    return new FlightTally(event) {
      private final Map<String, Long> counts = new TreeMap<>();

      @Override
      public synchronized void on(FlightEvent happened) throws ReflectiveOperationException {
        counts.merge(happened.text(field), 1L, Long::sum);
      }

      @Override
      synchronized @Nullable Family family() {
        ScalarFamily family = new ScalarFamily(name, MetricType.COUNTER, help);
        counts.forEach((value, count) -> family.add((double) count, field, value));
        return family.isEmpty() ? null : family;
      }
    };
  }

  /**
   * Takes over what the recorder counts.
   *
   * @param field of the event
   * @param period how often the recorder tells
   */
  static FlightTally latest(String field, Duration period, String event, String name, String help) {
    return new FlightTally(event) {
      private long latest = -1;

      @Override
      void enableIn(FlightStream stream) throws ReflectiveOperationException {
        stream.enableEvery(period, event, this);
      }

      @Override
      public synchronized void on(FlightEvent happened) throws ReflectiveOperationException {
        latest = Math.max(latest, happened.number(field));
      }

      @Override
      synchronized @Nullable Family family() {
        return latest < 0
            ? null
            : new ScalarFamily(name, MetricType.COUNTER, help).add((double) latest);
      }
    };
  }
}
