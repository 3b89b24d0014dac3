package io.exporteragent.source.signal;

import io.exporteragent.source.signal.boot.ExporterAgentPools1;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The code woven into connection pools; as {@link SignalAdvice} it is never called. */
final class PoolAdvice {
  private PoolAdvice() {}

  /** Sees the pool, and takes the time until it gives a connection or gives up. */
  static final class Acquire {
    private Acquire() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@SignalAdvice.Id int id, @Advice.This Object pool) {
      return ExporterAgentPools1.enter(id, pool);
    }

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        suppress = Throwable.class,
        backupArguments = false)
    static void exit(
        @SignalAdvice.Id int id,
        @SignalAdvice.Name String timeout,
        @Advice.This Object pool,
        @Advice.Enter long since,
        @Advice.Thrown @Nullable Throwable thrown) {
      ExporterAgentPools1.leave(id, pool, since, timeout, thrown);
    }
  }
}
