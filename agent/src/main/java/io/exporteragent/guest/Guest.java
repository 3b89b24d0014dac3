package io.exporteragent.guest;

import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a source may use of the JVM it runs in and of the agent. Any thread.
 *
 * <pre>
 *   Thread thread = guest.threads("cpu").surviving(this::sample);
 *   guest.messages().say("the folder is missing");
 * </pre>
 */
public final class Guest {
  private final @Nullable Instrumentation instrumentation;
  private final Messages messages;
  private final Predicate<Class<?>> initialized;
  private final ExecutorService workers;
  private final Agenda agenda;
  private final Map<Class<?>, Object> shared = new HashMap<>();
  private final long startNanos = System.nanoTime();

  /**
   * Creates a guest with workers of its own, started on demand.
   *
   * @param instrumentation of the application, null when there is none
   */
  public Guest(@Nullable Instrumentation instrumentation, Messages messages) {
    this.instrumentation = instrumentation;
    this.messages = messages;
    this.initialized =
        instrumentation == null ? type -> true : new ClassInitialization(instrumentation, messages);
    this.agenda = new Agenda(new AgentThreads("agenda", messages), messages);
    this.workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new AgentThreads("worker", messages));
  }

  /** Returns the application's instrumentation, null when there is no application. */
  public @Nullable Instrumentation instrumentation() {
    return instrumentation;
  }

  /** Returns the receiver of lines for the standard error of the JVM. */
  public Messages messages() {
    return messages;
  }

  /** Returns the test whether a class has been initialised; does not initialise it. */
  public Predicate<Class<?>> initialized() {
    return initialized;
  }

  /** Returns the executor for code that may hang. No task waits for another. */
  public ExecutorService workers() {
    return workers;
  }

  /** Returns the agenda, which runs tasks one after the other and polls followed files. */
  public Agenda agenda() {
    return agenda;
  }

  /** Returns the test whether JDK classes that initialise the application's logging may be used. */
  public HostLogging logging() {
    return new HostLogging(initialized, startNanos);
  }

  /** Returns a factory of threads named {@code exporter-agent-} and the purpose. */
  public AgentThreads threads(String purpose) {
    return new AgentThreads(purpose, messages);
  }

  /**
   * Returns the one object of its kind that all sources use.
   *
   * @param maker called at the first use, by one thread
   */
  public synchronized <T> T shared(Class<T> kind, Supplier<T> maker) {
    Object present = shared.get(kind);
    if (present == null) {
      present = maker.get();
      shared.put(kind, present);
    }
    return kind.cast(present);
  }

  /** Interrupts all workers and starts no more. */
  public void endWorkers() {
    workers.shutdownNow();
  }
}
