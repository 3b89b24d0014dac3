package io.exporteragent.source.mbean.engine;

import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Messages;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the beans of an MBean server by a {@link Policy}.
 *
 * <p>Beans are foreign code, which may hang. So a thread of its own reads them, and when it is in
 * one bean for longer than that bean's share of the time, it is left there: another thread goes on
 * with the next bean, and the bean rests for a while. What was read is served.
 *
 * <p>One scrape at a time.
 */
public final class Engine {
  private static final long LARGEST_SHARE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** How long to wait for code of ours, which is not abandoned. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long LARGEST_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Policy policy;
  private final ExecutorService workers;
  private final Reading reading;
  private final Failures failures;
  private final long restNanos;
  private final Map<ObjectName, BeanPlan> plans = new HashMap<>();
  private long cpuNanos;
  private BeanPlan[] order = {};
  private @Nullable Walk unanswered;

  /**
   * Creates an engine that has read nothing.
   *
   * @param workers run the reading; must never make a task wait
   * @param what is read, for messages: the file or the pack
   */
  public Engine(Policy policy, ExecutorService workers, Messages messages, String what) {
    this(policy, workers, messages, what, REST_NANOS);
  }

  /**
   * Creates an engine that has read nothing.
   *
   * @param restNanos for how long a bean that hangs is left out at least
   */
  Engine(Policy policy, ExecutorService workers, Messages messages, String what, long restNanos) {
    this.restNanos = restNanos;
    this.policy = policy;
    this.workers = workers;
    this.failures = new Failures(messages, what);
    this.reading = new Reading(failures, policy::unit);
  }

  /**
   * Reads all beans that the policy selects.
   *
   * @throws TimeoutException if the MBean server does not answer at all
   * @throws Exception if the beans cannot be found
   */
  public EngineResult read(MBeanServer server, Scrape scrape) throws Exception {
    Walk before = unanswered;
    if (before != null && !before.hasEnded()) {
      throw new TimeoutException("the MBean server has not answered an earlier scrape yet");
    }
    unanswered = null;
    reading.begin();
    cpuNanos = 0;
    long remaining = scrape.remainingNanos();
    long margin = Math.min(LARGEST_MARGIN_NANOS, remaining / 8);
    long share = Math.min(LARGEST_SHARE_NANOS, remaining / 4);
    walk(server, System.nanoTime() + remaining - margin, share, remaining / 2);
    return new EngineResult(
        reading.end(),
        failures.take(),
        reading.remembered(),
        reading.isComplete(),
        reading.isBuilding(),
        cpuNanos);
  }

  /**
   * Walks through all beans, unless it gets late.
   *
   * @param share the time that a bean has
   * @param queryShare the time that looking for them has, without which there is nothing to serve
   */
  private void walk(MBeanServer server, long untilNanos, long share, long queryShare)
      throws Exception {
    Walk walk = begin(server, Walk.QUERY);
    int position = Walk.QUERY;
    long since = System.nanoTime();
    long looked = since;
    while (!walk.endsWithin(Math.min(untilNanos, looked + share) - System.nanoTime())) {
      long now = System.nanoTime();
      boolean isLate = now - untilNanos >= 0;
      if (walk.position() != position) {
        position = walk.position();
        since = now;
      }
      looked = now;
      if (!isLate && now - since < (position == Walk.QUERY ? queryShare : share)) {
        continue;
      }
      if (!walk.abandon()) {
        if (isLate && !isLeft(walk, now + GRACE_NANOS)) {
          throw unanswered(walk);
        }
        since = now;
        if (!isLate || walk.hasEnded()) {
          continue;
        }
      }
      // It may have gone on to the next bean just before it was abandoned.
      boolean hangs = now - since >= share && walk.position() == position;
      walk = goOn(walk, hangs, isLate, server);
      if (isLate) {
        return;
      }
      position = walk.position();
      since = now;
    }
    requireSuccess(walk);
  }

  /** Waits until a walk that is late has ended or can be abandoned, and is. */
  private static boolean isLeft(Walk walk, long untilNanos) throws InterruptedException {
    while (!walk.endsWithin(TimeUnit.MILLISECONDS.toNanos(1))) {
      if (walk.abandon()) {
        return true;
      }
      if (System.nanoTime() - untilNanos >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Leaves an abandoned walk where it is, and goes on behind it unless it is late. */
  private Walk goOn(Walk left, boolean hangs, boolean isLate, MBeanServer server)
      throws TimeoutException {
    int position = left.position();
    if (position == Walk.QUERY) {
      throw unanswered(left);
    }
    BeanPlan plan = order[position];
    plan.rest(left, System.nanoTime() + (hangs ? restNanos : 0));
    if (hangs) {
      reading.hangs(plan.bean(), restNanos);
    } else {
      reading.leftOut();
    }
    if (isLate) {
      int beansLeft = order.length - position - (hangs ? 1 : 0);
      if (beansLeft > 0) {
        reading.lacksTime(beansLeft);
      }
      return left;
    }
    return begin(server, position + 1);
  }

  private TimeoutException unanswered(Walk walk) {
    unanswered = walk;
    return new TimeoutException("the MBean server did not answer in time");
  }

  private static void requireSuccess(Walk walk) throws Exception {
    Throwable failure = walk.failure();
    if (failure instanceof Exception) {
      throw (Exception) failure;
    }
    if (failure != null) {
      throw new IllegalStateException("MBeans cannot be read: " + failure, failure);
    }
  }

  private Walk begin(MBeanServer server, int start) {
    Walk walk = new Walk(server, this::readFrom, start);
    workers.execute(walk);
    return walk;
  }

  private void readFrom(int start, Walk walk) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    reading.goOn(walk);
    boolean isTimed = threads.isCurrentThreadCpuTimeSupported();
    long before = isTimed ? threads.getCurrentThreadCpuTime() : 0;
    if (start == Walk.QUERY) {
      find(walk);
    }
    for (int i = Math.max(0, start); i < order.length; i++) {
      walk.at(i);
      order[i].read(walk, reading);
    }
    if (isTimed) {
      cpuNanos += threads.getCurrentThreadCpuTime() - before;
    }
  }

  private void find(Walk walk) {
    walk.leave();
    Collection<ObjectName> names;
    try {
      names = policy.select(new Beans(walk.server()));
    } finally {
      walk.enter();
    }
    int scrape = reading.scrape();
    if (order.length != names.size()) {
      order = new BeanPlan[names.size()];
    }
    int count = 0;
    for (ObjectName name : names) {
      BeanPlan plan = plans.get(name);
      if (plan == null) {
        plan = new BeanPlan(name, policy.of(name));
        plans.put(name, plan);
      }
      plan.scrape = scrape;
      order[count++] = plan;
    }
    if (plans.size() > count) {
      plans.values().removeIf(plan -> plan.scrape != scrape);
    }
  }
}
