package io.exporteragent.source.mbean.explain;

import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Numbers;
import io.exporteragent.source.mbean.rules.RulePolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Tells which attributes say that they are numbers and are read by no pack. None of them is read
 * for this, since nobody has looked at what their getters do. MBeans that every JVM has are left
 * out: the agent has collectors of its own for what they show.
 */
final class Unexported {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final MBeanServer server;
  private final ExecutorService workers;
  private final Answer answer;
  private int count;

  Unexported(MBeanServer server, ExecutorService workers, Answer answer) {
    this.server = server;
    this.workers = workers;
    this.answer = answer;
  }

  /**
   * Adds them to the answer.
   *
   * @param exported what packs read of each bean
   */
  void tell(Map<ObjectName, Set<String>> exported, long deadlineNanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<ObjectName> names =
        within(inForeignCode(() -> new TreeSet<>(new Beans(server).matching(null))), deadlineNanos);
    names.removeIf(RulePolicy::isOfJvm);
    for (ObjectName name : names) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        answer.say("the time is over before every MBean was looked at; see --timeout");
        return;
      }
      tell(
          name, exported.getOrDefault(name, Collections.emptySet()), Math.min(left, LONGEST_NANOS));
    }
    answer.say(
        String.format(
            "numeric attributes that nobody exports: %d, without those of the JVM's own MBeans",
            count));
  }

  /** Runs what may hang; code of beans finds its own classes and not ours. */
  private <T> Future<T> inForeignCode(Callable<T> task) {
    return workers.submit(
        () -> {
          Thread thread = Thread.currentThread();
          ClassLoader before = thread.getContextClassLoader();
          thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
          try {
            return task.call();
          } finally {
            thread.setContextClassLoader(before);
          }
        });
  }

  private static <T> T within(Future<T> future, long deadlineNanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(Math.max(1, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void tell(ObjectName name, Set<String> exported, long nanos) throws InterruptedException {
    Future<MBeanInfo> info = inForeignCode(() -> server.getMBeanInfo(name));
    try {
      for (MBeanAttributeInfo attribute : info.get(nanos, TimeUnit.NANOSECONDS).getAttributes()) {
        if (attribute.isReadable()
            && Numbers.isPlain(String.valueOf(attribute.getType()))
            && !exported.contains(attribute.getName())) {
          tell(name, attribute);
        }
      }
    } catch (TimeoutException e) {
      answer.say(name + " does not say what attributes it has");
    } catch (ExecutionException e) {
      answer.say(String.format("%s does not say what attributes it has: %s", name, e.getCause()));
    }
  }

  private void tell(ObjectName name, MBeanAttributeInfo attribute) {
    count++;
    String place = name + " " + attribute.getName();
    if (answer.wants(place)) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("bean", name.toString());
      object.put("text", place);
      object.put("reason", "exported by nobody");
      answer.add(place + "\n  none: exported by nobody", object);
    }
  }
}
