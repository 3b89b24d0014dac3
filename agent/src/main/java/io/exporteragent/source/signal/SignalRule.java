package io.exporteragent.source.signal;

import io.exporteragent.guest.Messages;
import io.exporteragent.weave.ForeignClasses;
import io.exporteragent.weave.Match;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;
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
  private final SignalSites sites;
  private final Messages messages;
  private final long sinceNanos = System.nanoTime();
  private boolean isTold;

  /**
   * @param className the binary name of the class of the method
   * @param of one of its presets
   */
  SignalRule(String className, Preset of, SignalSites sites, Messages messages) {
    super(of.signal().group(), of.of());
    this.className = className;
    this.packagePrefix = className.substring(0, className.lastIndexOf('.') + 1);
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
      tell(type, site.problem());
    }
    return site.advice() != null;
  }

  @Override
  public String onlyClass() {
    return className;
  }

  @Override
  public @Nullable String awaitedClass() {
    boolean isYoung = System.nanoTime() - sinceNanos < PATIENCE_NANOS;
    return isYoung && methods() == 0 && sites.isAnywhere() ? className : null;
  }

  private void tell(Class<?> type, String problem) {
    if (!isTold) {
      isTold = true;
      Package of = type.getPackage();
      String version = of == null ? null : of.getImplementationVersion();
      messages.say(
          String.format(
              "signals: %s%s is of a version that is not known, so nothing is measured in %s: %s; a later version of the agent may know it",
              of(), version == null ? "" : " " + version, className, problem));
    }
  }

  @Override
  public List<? extends Match> addAdvice(
      String className,
      @Nullable ClassLoader loader,
      @Nullable Class<?> type,
      byte[] classFile,
      Map<String, List<MethodVisitorWrapper>> advice) {
    Site site = sites.known(loader);
    Advice its = site == null ? null : site.advice();
    if (site == null || its == null) {
      return Collections.emptyList();
    }
    advice.computeIfAbsent(site.method(), key -> new ArrayList<>()).add(its);
    return Collections.singletonList(site);
  }
}
