package io.exporteragent.source.signal;

import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * The code woven into servers and loggers. Byte Buddy copies the bodies of these methods to the
 * start or the end of each method; they are never called. What the way to a value throws is
 * suppressed, so that the event is not counted and the application goes on.
 */
final class SignalAdvice {
  private SignalAdvice() {}

  /** The id of the table. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Id {}

  /** A constant text. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Name {}

  /** How a time is to be understood; one of the kinds of {@link ExporterAgentSignals1}. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Clock {}

  /** The value of a path of the preset; null or 0 where it has none. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Value {
    /** The key of the path. */
    String value();
  }

  /** Counts a finished request. */
  static final class Request {
    private Request() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
        @Id int id,
        @Value("request_method") String method,
        @Value("status") int status,
        @Value("request") Object request,
        @Clock int clock,
        @Value("time") long time) {
      ExporterAgentSignals1.request(id, method, status, request, clock, time);
    }
  }

  /** Begins with a request and handles it, or tries to. */
  static final class Begin {
    private Begin() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Value("request") Object request) {
      return ExporterAgentSignals1.begin(request);
    }

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        suppress = Throwable.class,
        backupArguments = false)
    static void exit(@Advice.Enter long before) {
      ExporterAgentSignals1.handled(before);
    }
  }

  /** Goes on with a request. */
  static final class Handle {
    private Handle() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Value("request") Object request) {
      return ExporterAgentSignals1.handle(request);
    }

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        suppress = Throwable.class,
        backupArguments = false)
    static void exit(@Advice.Enter long before) {
      ExporterAgentSignals1.handled(before);
    }
  }

  /** Remembers the mapping of a request. */
  static final class Mapping {
    private Mapping() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
        @Value("request") Object request,
        @Value("servlet") Object servlet,
        @Value("patterns") Object patterns,
        @Value("mapping") String mapping,
        @Value("context") String context) {
      // Each value is read where it stands here, and some cost something.
      Object its = servlet;
      String pattern = null;
      if (its != null) {
        pattern = ExporterAgentSignals1.pattern(its);
        if (pattern == null) {
          pattern = ExporterAgentSignals1.pattern(its, patterns);
        }
      }
      if (pattern == null || pattern.isEmpty()) {
        pattern = mapping;
      }
      ExporterAgentSignals1.route(request, null, pattern, context);
    }
  }

  /** Remembers the route of a request. */
  static final class Route {
    private Route() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        suppress = Throwable.class,
        backupArguments = false)
    static void exit(@Value("request") Object request, @Value("route") Object route) {
      Object found = route;
      if (found != null) {
        ExporterAgentSignals1.route(request, found, null, null);
      }
    }
  }

  /** Counts a call of an HTTP client, unless it is within another. */
  static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long @Nullable [] enter() {
      return ExporterAgentSignals1.enterCall();
    }

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        suppress = Throwable.class,
        backupArguments = false)
    static void exit(
        @Id int id,
        @Advice.Enter long @Nullable [] slot,
        @Value("request_method") String method,
        @Value("server") Object server,
        @Value("server_address") String address,
        @Value("server_port") int port,
        @Value("server_scheme") String scheme,
        @Value("response") Object response,
        @Value("status") int status,
        @Advice.Thrown @Nullable Throwable thrown) {
      if (slot != null) {
        slot[ExporterAgentSignals1.CALLING] = 0;
        Object asked = server;
        ExporterAgentSignals1.leaveCall(
            id,
            slot,
            method,
            asked == null ? null : address,
            asked == null ? 0 : port,
            asked == null ? null : scheme,
            response == null ? 0 : status,
            thrown);
      }
    }
  }

  /** Counts an event by its level, where the logger is that of the event. */
  static final class Event {
    private Event() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
        @Id int id,
        @Value("level") String level,
        @Value("logger") @Nullable String logger,
        @Value("event_logger") @Nullable String eventLogger) {
      String its = logger;
      if (its == null || its.equals(eventLogger)) {
        ExporterAgentSignals1.count(id, level);
      }
    }
  }
}
