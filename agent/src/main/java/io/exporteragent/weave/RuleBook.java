package io.exporteragent.weave;

import java.time.Duration;
import java.util.List;

/** The rules of one section that has joined the {@link Loom}. Called on the weaving thread only. */
public interface RuleBook {
  /**
   * Returns the rules now in effect; called before each search. A rule that is no longer among them
   * is withdrawn from the classes it was woven into.
   *
   * @throws ReflectiveOperationException if this JVM does not allow it; from the first call the
   *     same is concluded from a RuntimeException or LinkageError
   */
  List<? extends Rule> rules(JavaBase javaBase) throws ReflectiveOperationException;

  /**
   * Loads the classes that weaving needs, by weaving a class of the agent. Called once, before
   * weaving is done on a thread of the application.
   */
  void warmUp(ClassWeaver weaver);

  /** Returns how long the next search may wait at most. */
  default Duration patience() {
    return Loom.PAUSE;
  }

  /** Is called after each search. */
  void searched();

  /**
   * Is called when the section has left, or when it never began because this JVM does not allow it.
   * What it has woven is restored afterwards.
   */
  void left();
}
