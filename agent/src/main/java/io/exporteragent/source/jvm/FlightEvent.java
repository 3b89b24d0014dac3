package io.exporteragent.source.jvm;

import java.lang.reflect.Method;
import java.time.Duration;

/** An event of the flight recorder, valid while it is handled. */
final class FlightEvent {

  /** The methods by which events are read. */
  static final class Getters {
    private final Method duration;
    private final Method number;
    private final Method text;

    Getters(Class<?> event) throws NoSuchMethodException {
      duration = event.getMethod("getDuration");
      number = event.getMethod("getLong", String.class);
      text = event.getMethod("getString", String.class);
    }
  }

  private final Object event;
  private final Getters getters;

  FlightEvent(Object event, Getters getters) {
    this.event = event;
    this.getters = getters;
  }

  long nanos() throws ReflectiveOperationException {
    return ((Duration) getters.duration.invoke(event)).toNanos();
  }

  /** Returns the value of a field that is a whole number. */
  long number(String field) throws ReflectiveOperationException {
    return (Long) getters.number.invoke(event, field);
  }

  /** Returns the value of a field that is a text. */
  String text(String field) throws ReflectiveOperationException {
    return String.valueOf(getters.text.invoke(event, field));
  }
}
