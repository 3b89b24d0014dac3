package io.exporteragent.source.signal;

import io.exporteragent.guest.Messages;
import io.exporteragent.weave.ForeignClasses;
import io.exporteragent.weave.Hook;
import io.exporteragent.weave.Match;
import io.exporteragent.weave.Weaving;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Weaves one method by the first of its presets that fits the version there is. What that needs is
 * found out as soon as there is any class of the same package, so that the class can be woven while
 * it is being loaded.
 */
final class SignalRule extends SignalWeaving {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String className;
  private final String packagePrefix;
  private final String remedy;
  private final List<SignalRule> alike;
  private final SignalSites sites;
  private final Messages messages;
  private final long sinceNanos = System.nanoTime();

  /**
   * @param className the binary name of the class of the method
   * @param of one of its presets
   * @param remedy what may be done if none fits
   * @param alike all rules of the same library and signal, to be completed by the caller
   */
  SignalRule(
      String className,
      Preset of,
      String remedy,
      List<SignalRule> alike,
      SignalSites sites,
      Messages messages) {
    super(of.signal().group(), of.of());
    this.className = className;
    this.packagePrefix = className.substring(0, className.lastIndexOf('.') + 1);
    this.remedy = remedy;
    this.alike = alike;
    this.sites = sites;
    this.messages = messages;
  }

  @Override
  public boolean mayMatch(Class<?> type) {
    String name = type.getName();
    if (!name.startsWith(packagePrefix)
        || name.indexOf('.', packagePrefix.length()) >= 0
        || !ForeignClasses.isApplications(type)) {
      return false;
    }
    Site site = sites.of(type.getClassLoader());
    if (!name.equals(className)) {
      return false;
    }
    if (!site.problem().isEmpty()) {
      tellUnknown(type, site.problem(), remedy, messages);
    }
    return site.hook() != null;
  }

  @Override
  public String onlyClass() {
    return className;
  }

  /** Awaits none where the library is measured already, if in another of its classes. */
  @Override
  public @Nullable String awaitedClass() {
    boolean isYoung = System.nanoTime() - sinceNanos < PATIENCE_NANOS;
    boolean isMeasured = alike.stream().anyMatch(each -> each.methods() > 0);
    return isYoung && !isMeasured && sites.isAnywhere() ? className : null;
  }

  @Override
  public List<? extends Match> addTo(
      Weaving weaving,
      String className,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      byte[] classFile) {
    Site site = sites.known(loader);
    Hook hook = site == null ? null : site.hook();
    if (site == null || hook == null) {
      return Collections.emptyList();
    }
    weaving.add(site.method(), hook);
    return Collections.singletonList(site);
  }
}
