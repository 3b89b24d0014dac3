package io.exporteragent.weave;

import io.exporteragent.guest.Management;
import io.exporteragent.guest.Privileged;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes that rules name exactly while they are being loaded, so that their first call
 * counts. Installed for the first minute at most, since later {@link Weaver} finds a class soon
 * enough; and never with an archive of the application's classes, which a transformer makes the JVM
 * load from their jars instead.
 *
 * <p>{@link #transform} runs on the application's threads, holding the lock of their class loader:
 * it never blocks, and for classes not named it is one map look-up.
 */
final class FirstCalls implements ClassFileTransformer {
  private static final String[] ARCHIVE_OPTIONS = {
    "-XX:SharedArchiveFile", "-XX:+AutoCreateSharedArchive", "-XX:AOTCache", "-XX:AOTMode"
  };

  private final ClassWeaver weaver;
  private final List<Woven> woven = new CopyOnWriteArrayList<>();
  private volatile Map<String, List<Rule>> rulesByName = new HashMap<>();
  private boolean isInstalled;

  /** What was found in a class when it was loaded. */
  private static final class Woven {
    private final String internalName;
    private final String className;
    private final WeakReference<ClassLoader> loader;
    private final Map<Rule, List<? extends Match>> found;

    Woven(
        String internalName,
        String className,
        ClassLoader loader,
        Map<Rule, List<? extends Match>> found) {
      this.internalName = internalName;
      this.className = className;
      this.loader = new WeakReference<>(loader);
      this.found = found;
    }
  }

  FirstCalls(ClassWeaver weaver) {
    this.weaver = weaver;
  }

  /** Returns whether this JVM loads application classes from an archive; true if unknown. */
  static boolean hasArchive() {
    if (!Management.hasBeans()) {
      return true;
    }
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      for (String option : ARCHIVE_OPTIONS) {
        if (argument.startsWith(option)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Replaces the classes to wait for; with none, the transformer is removed from the JVM.
   *
   * @param rules by binary class name
   */
  void waitFor(Map<String, List<Rule>> rules, Instrumentation instrumentation) {
    Map<String, List<Rule>> byInternalName = new HashMap<>();
    rules.forEach((name, each) -> byInternalName.put(name.replace('.', '/'), each));
    woven.forEach(each -> byInternalName.remove(each.internalName));
    rulesByName = byInternalName;
    if (byInternalName.isEmpty() == isInstalled) {
      if (isInstalled) {
        instrumentation.removeTransformer(this);
      } else {
        instrumentation.addTransformer(this, true);
      }
      isInstalled = !isInstalled;
    }
  }

  /**
   * Returns whether all classes waited for have been woven, so that the transformer, which the JVM
   * calls for each class it loads, is of no use any more.
   */
  boolean isDone() {
    if (!isInstalled) {
      return false;
    }
    Set<String> awaited = new HashSet<>(rulesByName.keySet());
    woven.forEach(each -> awaited.remove(each.internalName));
    return awaited.isEmpty();
  }

  /** Returns what was found in a class while it was loaded, by rule; null if nothing was woven. */
  @Nullable Map<Rule, List<? extends Match>> foundIn(Class<?> type) {
    for (Woven each : woven) {
      if (each.className.equals(type.getName()) && each.loader.get() == type.getClassLoader()) {
        return Collections.unmodifiableMap(each.found);
      }
    }
    return null;
  }

  /** Weaves with the agent's permissions; the application's frames below may lack them. */
  private byte @Nullable [] weave(
      String name,
      ClassLoader loader,
      byte[] classFile,
      List<Rule> rules,
      Map<Rule, List<? extends Match>> found) {
    return Privileged.call(() -> weaver.weave(name, loader, null, classFile, rules, found));
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    List<Rule> rules = name == null || redefined != null ? null : rulesByName.get(name);
    if (rules == null
        || name == null
        || loader == null
        || loader == FirstCalls.class.getClassLoader()) {
      return null;
    }
    try {
      Map<Rule, List<? extends Match>> found = new HashMap<>();
      String className = name.replace('/', '.');
      byte[] result = weave(className, loader, classFile, rules, found);
      if (result != null) {
        woven.add(new Woven(name, className, loader, found));
        found.values().forEach(each -> each.forEach(Match::woven));
      }
      return result;
    } catch (Throwable t) {
      // The application must not see it; the Weaver tries again and reports the failure.
      return null;
    }
  }
}
