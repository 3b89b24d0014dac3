package io.exporteragent.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to be woven into the classes it matches. Compared by identity: a rule that changes is
 * another one. All methods but {@link #addTo} are called on the weaving thread only.
 */
public interface Rule {
  /**
   * Returns the binary name of the only class that may match, which is looked for more often while
   * its {@link RuleBook} is in a hurry; null if others may. Always the same.
   */
  default @Nullable String onlyClass() {
    return null;
  }

  /** Is shown all loaded classes before it is asked of each; not if it names one. */
  default void searching(Class<?>[] loaded) {
    // Most need to see one class at a time.
  }

  /**
   * Returns whether the class should be searched for matches; does not initialise it. A rule that
   * names a class is asked of those of its package only.
   */
  boolean mayMatch(Class<?> type);

  /**
   * Adds what is to be woven for each match in a class. Called on the weaving thread, or on the
   * thread of the application that loads the class named by {@link #awaitedClass}: it must not
   * block, nor ask the application's class loader for anything.
   *
   * @param weaving may have that of other rules already
   * @param className the binary name
   * @param loader that of the class, not to be asked for anything; null for that of the JDK
   * @param type the class, null while it is being loaded
   * @return the matches found
   */
  List<? extends Match> addTo(
      Weaving weaving,
      String className,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      byte[] classFile);

  /**
   * Returns the binary name of the class to be woven while it is being loaded, so that its first
   * call counts; null for none. To be asked for during the first minute of a rule at most, since a
   * transformer stays installed meanwhile.
   */
  @Nullable String awaitedClass();

  /**
   * Takes the number of matches in all classes.
   *
   * @return the line to be said if this is, for the first time, more than the rule allows, else
   *     null; the rule then matches nothing any more
   */
  @Nullable String found(int matches);

  /** Is told that a matching class cannot be changed, which has been reported. */
  void cannotBeWoven();
}
