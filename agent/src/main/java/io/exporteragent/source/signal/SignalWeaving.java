package io.exporteragent.source.signal;

import io.exporteragent.guest.Messages;
import io.exporteragent.weave.Rule;
import org.jspecify.annotations.Nullable;

/** A rule of a signal, which tells into how many methods it has been woven. */
abstract class SignalWeaving implements Rule {
  /** What may be done about a version that the agent does not know. */
  static final String WAIT = "a later version of the agent may know it";

  private final SignalGroup group;
  private final String of;
  private volatile int methods;
  private boolean isUnknownTold;

  /**
   * @param of the library
   */
  SignalWeaving(SignalGroup group, String of) {
    this.group = group;
    this.of = of;
  }

  final SignalGroup group() {
    return group;
  }

  /** Returns the library. */
  final String of() {
    return of;
  }

  /** Returns into how many methods it has been woven; any thread may ask. */
  final int methods() {
    return methods;
  }

  /**
   * Says once that a class is of a version that is not known.
   *
   * @param remedy what may be done
   */
  final void tellUnknown(Class<?> type, String problem, String remedy, Messages messages) {
    if (!isUnknownTold) {
      isUnknownTold = true;
      Package itsPackage = type.getPackage();
      String version = itsPackage == null ? null : itsPackage.getImplementationVersion();
      messages.say(
          String.format(
              "signals: %s%s is of a version that is not known, so nothing is measured in %s: %s; %s",
              of, version == null ? "" : " " + version, type.getName(), problem, remedy));
    }
  }

  @Override
  public final @Nullable String found(int matches) {
    methods = matches;
    return null;
  }

  @Override
  public @Nullable String awaitedClass() {
    return null;
  }

  @Override
  public void cannotBeWoven() {
    // Nothing else would be said of it.
  }
}
