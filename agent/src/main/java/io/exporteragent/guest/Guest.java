package io.exporteragent.guest;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a source may use of the JVM it is a guest in, and of the agent. Any thread.
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
  private final long startNanos = System.nanoTime();

  /**
   * Creates a guest with workers of its own, which start when they are needed.
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

  /** The application's instrumentation, null when there is no application. */
  public @Nullable Instrumentation instrumentation() {
    return instrumentation;
  }

  /** Receives lines for the standard error of the JVM. */
  public Messages messages() {
    return messages;
  }

  /** Tells whether a class has been initialised, without initialising it. */
  public Predicate<Class<?>> initialized() {
    return initialized;
  }

  /** Runs what may hang. A task never waits for another one. */
  public ExecutorService workers() {
    return workers;
  }

  /** Does tasks one after the other, and looks at the files that are followed. */
  public Agenda agenda() {
    return agenda;
  }

  /** Tells whether that of the JDK may be used which initialises the application's logging. */
  public HostLogging logging() {
    return new HostLogging(initialized, startNanos);
  }

  /** Makes threads called {@code exporter-agent-} and the purpose. */
  public AgentThreads threads(String purpose) {
    return new AgentThreads(purpose, messages);
  }

  /** Interrupts all workers; none starts any more. */
  public void endWorkers() {
    workers.shutdownNow();
  }
}
