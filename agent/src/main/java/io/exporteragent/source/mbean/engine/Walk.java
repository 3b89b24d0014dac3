package io.exporteragent.source.mbean.engine;

import io.exporteragent.guest.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way through the beans. While it is in code of a bean it can be abandoned: what it
 * comes back with is then dropped, and another walk goes on behind that bean.
 */
final class Walk implements Runnable {
  private static final int OURS = 0;
  private static final int FOREIGN = 1;
  private static final int ABANDONED = 2;

  /** The position while the beans are being looked for. */
  static final int QUERY = -1;

  private final MBeanServer server;
  private final Steps steps;
  private final int start;
  private final AtomicInteger where = new AtomicInteger(OURS);
  private final Signal ended = new Signal();
  private volatile int position;
  private volatile @Nullable Throwable failure;

  /** What a walk does. */
  interface Steps {
    /**
     * Reads the beans from a position on.
     *
     * @param start the position, {@link #QUERY} for all
     */
    void from(int start, Walk walk);
  }

  /** Thrown out of an abandoned walk. */
  static final class Abandoned extends Error {
    private static final long serialVersionUID = 1L;

    private Abandoned() {
      super("abandoned", null, false, false);
    }
  }

  Walk(MBeanServer server, Steps steps, int start) {
    this.server = server;
    this.steps = steps;
    this.start = start;
    this.position = start;
  }

  MBeanServer server() {
    return server;
  }

  @Override
  public void run() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      // Beans may look for their own classes, as they would find them when asked remotely.
      thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
      steps.from(start, this);
    } catch (Abandoned e) {
      // Another walk has taken over, so that the outcome of this one is of no use.
      return;
    } catch (Throwable t) {
      failure = t;
    } finally {
      thread.setContextClassLoader(before);
      ended.give();
    }
  }

  /** Notes which bean is being read. */
  void at(int index) {
    position = index;
  }

  int position() {
    return position;
  }

  boolean hasEnded() {
    return ended.isGiven();
  }

  boolean endsWithin(long nanos) throws InterruptedException {
    return ended.await(Math.max(1, nanos), TimeUnit.NANOSECONDS);
  }

  @Nullable Throwable failure() {
    return failure;
  }

  /** Abandons the walk if it is in foreign code; returns whether it is abandoned. */
  boolean abandon() {
    return where.compareAndSet(FOREIGN, ABANDONED);
  }

  void leave() {
    where.set(FOREIGN);
  }

  /** Returns from foreign code, unless the walk was abandoned meanwhile. */
  void enter() {
    if (!where.compareAndSet(FOREIGN, OURS)) {
      throw new Abandoned();
    }
  }

  MBeanInfo info(ObjectName bean) throws JMException {
    leave();
    MBeanInfo info = null;
    try {
      info = server.getMBeanInfo(bean);
    } finally {
      enter();
    }
    if (info == null) {
      throw new IllegalStateException("it is null");
    }
    return info;
  }

  @Nullable List<?> attributes(ObjectName bean, String[] names) throws JMException {
    leave();
    try {
      List<?> answer = server.getAttributes(bean, names);
      return answer == null || answer.getClass() == AttributeList.class
          ? answer
          : new ArrayList<>(answer);
    } finally {
      enter();
    }
  }

  @Nullable Object attribute(ObjectName bean, String name) throws JMException {
    leave();
    try {
      return server.getAttribute(bean, name);
    } finally {
      enter();
    }
  }

  String text(Object value) {
    return value instanceof String ? (String) value : foreign(value::toString);
  }

  /** Runs code of a bean's values. */
  <T> T foreign(Supplier<T> code) {
    leave();
    try {
      return code.get();
    } finally {
      enter();
    }
  }
}
