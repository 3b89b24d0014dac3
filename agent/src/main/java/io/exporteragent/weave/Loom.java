package io.exporteragent.weave;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Signal;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one weaving thread of the agent, which all sections that weave join. To change a class the
 * JVM starts from the bytes it was loaded with and asks the transformers installed at that moment:
 * two that take turns would undo each other's work.
 *
 * <pre>
 *   Loom loom = guest.shared(Loom.class, () -&gt; new Loom(instrumentation, guest.messages()));
 *   Loom.Place place = loom.join(book);
 *   place.changed();
 *   place.leave(Duration.ofSeconds(30));
 * </pre>
 *
 * <p>The thread follows changes of the rules and newly loaded classes while anybody is in. It ends
 * when the last one has left, and another starts when one joins again. Any thread may call it.
 */
public final class Loom {
  /** Between two searches of the loaded classes, where nobody is in more of a hurry. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** Between two looks for the classes that rules name, while somebody is in a hurry. */
  private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(100);

  private final Instrumentation instrumentation;
  private final Messages messages;
  private final Duration pause;
  private final Signal wake = new Signal();

  /** Guards the places and the thread, so that one ends only where no one has joined. */
  private final Object lock = new Object();

  private final List<Place> places = new ArrayList<>();
  private @Nullable Thread thread;

  // Of the weaving thread only:
  private @Nullable Session session;
  private String lastRefusal = "";

  /**
   * Creates a loom that nobody is in.
   *
   * @param instrumentation must be able to retransform classes
   * @param messages receives a line when a rule matches too much, or a class cannot be woven
   */
  public Loom(Instrumentation instrumentation, Messages messages) {
    this(instrumentation, messages, PAUSE);
  }

  /**
   * Creates a loom that nobody is in.
   *
   * @param pause between two searches of the loaded classes
   */
  public Loom(Instrumentation instrumentation, Messages messages, Duration pause) {
    this.instrumentation = instrumentation;
    this.messages = messages;
    this.pause = pause;
  }

  /** Adds the rules of a section, until it leaves. */
  public Place join(RuleBook book) {
    synchronized (lock) {
      Thread running = thread;
      if (running == null) {
        running = new AgentThreads("weave", messages).surviving(this::run);
        running.start();
        thread = running;
      } else {
        wake.give();
      }
      Place place = new Place(book, running);
      places.add(place);
      return place;
    }
  }

  /** Weaves until nobody is in. If it throws, call it again: it continues where it was. */
  private void run() throws InterruptedException, ReflectiveOperationException {
    wake.takeBack();
    while (!dismissLeaving()) {
      List<Place> present = present();
      Session current = session;
      if (current == null) {
        current = begin(present);
        session = current;
      }
      if (current != null) {
        current.weave(present);
      }
      rest(pauseNanos(present), current, present);
      wake.takeBack();
    }
  }

  /**
   * Waits until it is woken; where somebody is in a hurry, looks for single classes meanwhile, and
   * waits no longer than until the application has come to rest.
   */
  private void rest(long nanos, @Nullable Session current, List<Place> present)
      throws InterruptedException {
    long end = System.nanoTime() + nanos;
    boolean isHurried = current != null && nanos < pause.toNanos();
    long left = nanos;
    while (left > 0 && !wake.await(isHurried ? Math.min(left, GLANCE) : left, NANOSECONDS)) {
      if (isHurried && current != null && current.glance(present)) {
        return;
      }
      left = end - System.nanoTime();
    }
  }

  private long pauseNanos(List<Place> present) {
    long nanos = pause.toNanos();
    for (Place each : present) {
      nanos = Math.min(nanos, each.book.patience().toNanos());
    }
    return nanos;
  }

  /** Restores what those that leave have woven; returns whether nobody is left. */
  private boolean dismissLeaving() {
    List<Place> staying = new ArrayList<>();
    List<Place> leaving = new ArrayList<>();
    for (Place each : present()) {
      (each.isLeaving ? leaving : staying).add(each);
    }
    leaving.forEach(Place::tellThatItLeft);
    if (session != null && !leaving.isEmpty()) {
      session.withdrawAllBut(staying);
    }
    synchronized (lock) {
      leaving.forEach(each -> each.gone.give());
      places.removeAll(leaving);
      if (!places.isEmpty()) {
        return false;
      }
      thread = null;
      session = null;
      return true;
    }
  }

  private List<Place> present() {
    synchronized (lock) {
      return new ArrayList<>(places);
    }
  }

  private @Nullable Session begin(List<Place> present) {
    try {
      return new Session(JavaBase.open(instrumentation));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      present.forEach(each -> refuse(each, e));
      return null;
    }
  }

  private void refuse(Place place, Throwable failure) {
    Throwable cause = failure instanceof InvocationTargetException ? failure.getCause() : failure;
    String refusal =
        "this JVM does not let classes be changed, so nothing is measured in them: " + cause;
    if (!refusal.equals(lastRefusal)) {
      lastRefusal = refusal;
      messages.say(refusal, cause);
    }
    place.isLeaving = true;
    wake.give();
  }

  /** The place of a section that has joined. Any thread. */
  public final class Place {
    private final RuleBook book;
    private final Thread itsThread;
    private final Signal gone = new Signal();
    private volatile boolean isLeaving;

    // Of the weaving thread only:
    private List<Rule> rules = Collections.emptyList();
    private boolean hasBegun;
    private boolean isWarm;
    private boolean isTold;

    private Place(RuleBook book, Thread itsThread) {
      this.book = book;
      this.itsThread = itsThread;
    }

    /** Makes the weaving thread ask for the rules now. */
    public void changed() {
      wake.give();
    }

    /**
     * Withdraws the rules and restores their classes, without pauses. The caller may stop waiting
     * at any time; the work goes on.
     *
     * @return whether it has been done in this time, and the thread has ended if nobody else is in
     * @throws InterruptedException if the caller is interrupted meanwhile
     */
    public boolean leave(Duration atMost) throws InterruptedException {
      long end = System.nanoTime() + atMost.toNanos();
      isLeaving = true;
      wake.give();
      if (!gone.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      synchronized (lock) {
        if (thread == itsThread) {
          return true;
        }
      }
      // A limit of 0 would be none.
      itsThread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      return !itsThread.isAlive();
    }

    private void tellThatItLeft() {
      if (!isTold) {
        book.left();
        isTold = true;
      }
    }
  }

  /** The state that exists only where classes can be woven, and while anybody is in. */
  private final class Session {
    private final JavaBase javaBase;
    private final ClassWeaver classWeaver = new ClassWeaver();
    private final FirstCalls firstCalls = new FirstCalls(classWeaver);
    private final Weaver weaver = new Weaver(instrumentation, classWeaver, firstCalls, messages);
    private final boolean hasArchive = FirstCalls.hasArchive();

    Session(JavaBase javaBase) {
      this.javaBase = javaBase;
    }

    void weave(List<Place> present) throws InterruptedException, ReflectiveOperationException {
      List<Place> begun = new ArrayList<>();
      for (Place each : present) {
        if (adopt(each)) {
          begun.add(each);
        }
      }
      waitForFirstCalls(begun);
      weaver.bringTo(rules(begun), wake::isGiven);
      waitForFirstCalls(begun);
      begun.forEach(each -> each.book.searched());
    }

    /** Returns whether a search is due. */
    boolean glance(List<Place> present) {
      boolean isAtRest = weaver.glance(rules(present));
      if (firstCalls.isDone()) {
        waitForFirstCalls(present);
      }
      return isAtRest;
    }

    /** Asks for the rules now in effect; returns whether this JVM lets them be. */
    private boolean adopt(Place place) throws ReflectiveOperationException {
      try {
        place.rules = new ArrayList<>(place.book.rules(javaBase));
        place.hasBegun = true;
        return true;
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        if (place.hasBegun) {
          throw e;
        }
        refuse(place, e);
        return false;
      }
    }

    void withdrawAllBut(List<Place> staying) {
      waitForFirstCalls(staying);
      weaver.withdrawAllBut(rules(staying));
    }

    private List<Rule> rules(List<Place> of) {
      List<Rule> rules = new ArrayList<>();
      of.forEach(each -> rules.addAll(each.rules));
      return rules;
    }

    /** Awaits the classes that rules name, where no archive of classes would suffer from it. */
    private void waitForFirstCalls(List<Place> of) {
      Map<String, List<Rule>> awaited = new HashMap<>();
      if (!hasArchive) {
        of.forEach(each -> addAwaited(each, awaited));
      }
      firstCalls.waitFor(awaited, instrumentation);
    }

    private void addAwaited(Place place, Map<String, List<Rule>> awaited) {
      for (Rule rule : place.rules) {
        String name = rule.awaitedClass();
        if (name != null) {
          if (!place.isWarm) {
            place.isWarm = true;
            place.book.warmUp(classWeaver);
          }
          awaited.computeIfAbsent(name, key -> new ArrayList<>()).add(rule);
        }
      }
    }
  }
}
