package io.exporteragent.source.jvm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Events of the flight recorder as they happen: {@code jdk.jfr.consumer.RecordingStream}, which
 * Java has from 14 on, used by reflection since it is compiled for Java 8. Events are handled on a
 * thread of the recorder. For one thread at a time.
 */
final class FlightStream implements AutoCloseable {
  private static final int FIRST_RELEASE = 14;
  private static final String MODULE = "jdk.jfr";

  private final Object stream;
  private final Class<?> streamType;
  private final Method withThreshold;
  private final Method withPeriod;
  private final Method withoutStackTrace;
  private final FlightEvent.Getters getters;

  /** Handles an event. */
  interface Handler {
    /**
     * Handles it.
     *
     * @throws ReflectiveOperationException if it lacks a field
     */
    void on(FlightEvent event) throws ReflectiveOperationException;
  }

  private FlightStream() throws ReflectiveOperationException {
    streamType = Class.forName("jdk.jfr.consumer.RecordingStream", true, null);
    getters = new FlightEvent.Getters(Class.forName("jdk.jfr.consumer.RecordedEvent", true, null));
    Class<?> settings = Class.forName("jdk.jfr.EventSettings", true, null);
    withThreshold = settings.getMethod("withThreshold", Duration.class);
    withPeriod = settings.getMethod("withPeriod", Duration.class);
    withoutStackTrace = settings.getMethod("withoutStackTrace");
    stream = streamType.getConstructor().newInstance();
    // Without a handler it prints what goes wrong.
    streamType.getMethod("onError", Consumer.class).invoke(stream, (Consumer<Object>) error -> {});
    streamType.getMethod("setOrdered", boolean.class).invoke(stream, false);
  }

  /** Returns whether this release of Java has such streams. Loads nothing. */
  static boolean isOfRelease() {
    return HotSpotMetrics.release() >= FIRST_RELEASE;
  }

  /** Returns whether the run-time image has the recorder. Loads nothing of it. */
  static boolean isInImage() {
    try {
      Class<?> layer = Class.forName("java.lang.ModuleLayer");
      Object boot = layer.getMethod("boot").invoke(null);
      Object module = layer.getMethod("findModule", String.class).invoke(boot, MODULE);
      return ((Optional<?>) module).isPresent();
    } catch (ReflectiveOperationException e) {
      // Before Java 9.
      return false;
    }
  }

  /**
   * Opens a stream without events; what is to be in it is enabled before it is started. Takes up to
   * a second of CPU time where the recorder is not in use yet.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it; with the reason as cause
   */
  static FlightStream open() throws ReflectiveOperationException {
    Class<?> recorder = Class.forName("jdk.jfr.FlightRecorder", true, null);
    if (!Boolean.TRUE.equals(recorder.getMethod("isAvailable").invoke(null))) {
      throw new ReflectiveOperationException("this JVM has no flight recorder");
    }
    return new FlightStream();
  }

  /** Returns the names of the events that this JVM knows. */
  Set<String> types() throws ReflectiveOperationException {
    Class<?> recorder = Class.forName("jdk.jfr.FlightRecorder", true, null);
    Method name = Class.forName("jdk.jfr.EventType", true, null).getMethod("getName");
    Object only = recorder.getMethod("getFlightRecorder").invoke(null);
    Set<String> names = new HashSet<>();
    for (Object type : (List<?>) recorder.getMethod("getEventTypes").invoke(only)) {
      names.add((String) name.invoke(type));
    }
    return names;
  }

  /**
   * Enables an event that has a duration.
   *
   * @param atLeast shorter ones are not recorded
   */
  void enable(String event, Duration atLeast, Handler handler) throws ReflectiveOperationException {
    withThreshold.invoke(settings(event, handler), atLeast);
  }

  /** Enables an event that is recorded whenever it happens. */
  void enable(String event, Handler handler) throws ReflectiveOperationException {
    settings(event, handler);
  }

  /** Enables an event that is recorded again and again. */
  void enableEvery(Duration period, String event, Handler handler)
      throws ReflectiveOperationException {
    withPeriod.invoke(settings(event, handler), period);
  }

  private Object settings(String event, Handler handler) throws ReflectiveOperationException {
    streamType
        .getMethod("onEvent", String.class, Consumer.class)
        .invoke(stream, event, (Consumer<Object>) happened -> handle(handler, happened));
    Object settings = streamType.getMethod("enable", String.class).invoke(stream, event);
    return withoutStackTrace.invoke(settings);
  }

  private void handle(Handler handler, Object event) {
    try {
      handler.on(new FlightEvent(event, getters));
    } catch (ReflectiveOperationException e) {
      // An event of another release that lacks the field: it is not counted.
      return;
    }
  }

  /** Begins to record. */
  void start() throws ReflectiveOperationException {
    streamType.getMethod("startAsync").invoke(stream);
  }

  /** Ends the recording, and the thread that handles the events. */
  @Override
  public void close() {
    try {
      streamType.getMethod("close").invoke(stream);
    } catch (IllegalAccessException | NoSuchMethodException | InvocationTargetException e) {
      // Nothing of it is used any more.
      return;
    }
  }
}
