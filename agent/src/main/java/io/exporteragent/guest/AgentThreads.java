package io.exporteragent.guest;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the agent's threads: daemons named {@code exporter-agent-*}, with the agent's class loader
 * as context class loader and a handler of their own, because the application's default
 * uncaught-exception handler may end the JVM.
 */
public final class AgentThreads implements ThreadFactory {
  private final String name;
  private final Messages messages;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Creates a factory of threads for one purpose.
   *
   * @param purpose follows {@code exporter-agent-} in the name of each thread
   * @param messages receives a line if a thread dies
   */
  public AgentThreads(String purpose, Messages messages) {
    this.name = "exporter-agent-" + purpose;
    this.messages = messages;
  }

  /** Makes a thread that keeps running whatever its body throws, as {@link SurvivingLoop} says. */
  public Thread surviving(SurvivingLoop.Body body) {
    return newThread(new SurvivingLoop(body, messages));
  }

  @Override
  public Thread newThread(Runnable task) {
    // A thread keeps the access control context it is made in, that is, the callers on the stack.
    return Privileged.call(() -> make(task));
  }

  private Thread make(Runnable task) {
    int number = count.incrementAndGet();
    Thread thread = new Thread(task, number == 1 ? name : name + "-" + number);
    thread.setDaemon(true);
    thread.setContextClassLoader(AgentThreads.class.getClassLoader());
    thread.setUncaughtExceptionHandler(
        (dead, cause) -> messages.say("thread " + dead.getName() + " ended by " + cause, cause));
    return thread;
  }
}
