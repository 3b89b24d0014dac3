package io.exporteragent.source.method;

import io.exporteragent.source.method.boot.ExporterAgentMethods1;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.bytebuddy.asm.Advice;

/**
 * The code woven into methods. Byte Buddy copies the bodies of these methods to the start and the
 * end of each measured one; they are never called.
 *
 * <p>A call ends by returning a value or throwing an exception, which passes unchanged. Exceptions
 * of constructors are not seen: the JVM allows no handler around the call of another constructor
 * that each begins with.
 *
 * <p>Byte Buddy would copy the arguments for advice that reads them at the end. None does, and a
 * copy would retain objects that the method has released.
 */
final class MethodAdvice {
  private MethodAdvice() {}

  /** The id of the series. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Id {}

  /** Counts calls. */
  static final class Count {
    private Count() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
    static void exit(@Id int id) {
      ExporterAgentMethods1.count(id);
    }
  }

  /** Counts calls and adds up their durations. */
  static final class Time {
    private Time() {}

    @Advice.OnMethodEnter
    static long enter() {
      return System.nanoTime();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
    static void exit(@Id int id, @Advice.Enter long startNanos) {
      ExporterAgentMethods1.time(id, startNanos);
    }
  }

  /** Sorts calls into buckets by duration. */
  static final class Observe {
    private Observe() {}

    @Advice.OnMethodEnter
    static long enter() {
      return System.nanoTime();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
    static void exit(@Id int id, @Advice.Enter long startNanos) {
      ExporterAgentMethods1.observe(id, startNanos);
    }
  }

  /** As {@link Count}, for constructors. */
  static final class CountConstructor {
    private CountConstructor() {}

    @Advice.OnMethodExit(backupArguments = false)
    static void exit(@Id int id) {
      ExporterAgentMethods1.count(id);
    }
  }

  /** As {@link Time}, for constructors. */
  static final class TimeConstructor {
    private TimeConstructor() {}

    @Advice.OnMethodEnter
    static long enter() {
      return System.nanoTime();
    }

    @Advice.OnMethodExit(backupArguments = false)
    static void exit(@Id int id, @Advice.Enter long startNanos) {
      ExporterAgentMethods1.time(id, startNanos);
    }
  }

  /** As {@link Observe}, for constructors. */
  static final class ObserveConstructor {
    private ObserveConstructor() {}

    @Advice.OnMethodEnter
    static long enter() {
      return System.nanoTime();
    }

    @Advice.OnMethodExit(backupArguments = false)
    static void exit(@Id int id, @Advice.Enter long startNanos) {
      ExporterAgentMethods1.observe(id, startNanos);
    }
  }

  /**
   * Counts calls in flight. Start and end stay balanced also on stack overflow: an end that lacks
   * the stack to make its call is recorded as owed. Not for constructors.
   */
  static final class InFlight {
    private InFlight() {}

    @Advice.OnMethodEnter
    static int enter(@Id int id) {
      return ExporterAgentMethods1.begin(id);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
    static void exit(@Id int id, @Advice.Enter int cell) {
      if (cell != 0) {
        try {
          ExporterAgentMethods1.end(id, cell);
        } catch (Throwable t) {
          synchronized (ExporterAgentMethods1.OVERFLOW) {
            ExporterAgentMethods1.owed[id]++;
          }
        }
      }
    }
  }

  /** Counts calls that end with an exception. Not for constructors. */
  static final class Fail {
    private Fail() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
    static void exit(@Id int id, @Advice.Thrown Throwable thrown) {
      if (thrown != null) {
        ExporterAgentMethods1.fail(id, thrown);
      }
    }
  }
}
