package io.exporteragent.weave;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * Advice that calls a class in the boot loader, to be given values and woven. Its class files are
 * read once, when they are needed. Thread-safe.
 */
public final class AdviceTemplates {
  private final Class<?> within;
  private final Class<?> boot;
  private final Map<Class<?>, ClassFileLocator> classFiles = new ConcurrentHashMap<>();

  /**
   * @param within the class in which the classes of advice are declared
   * @param boot the class that these call, which {@link BootClasses#define} is given
   */
  public AdviceTemplates(Class<?> within, Class<?> boot) {
    this.within = within;
    this.boot = boot;
  }

  /** Returns the class file of a class of advice. */
  public byte[] classFile(Class<?> kind) {
    return BootClasses.calledFromBootLoader(kind, boot);
  }

  /**
   * Returns advice.
   *
   * @param kind a class of advice
   * @param values of its parameters
   * @throws IllegalArgumentException if the class is declared elsewhere
   */
  public Advice of(Class<?> kind, Advice.WithCustomMapping values) {
    if (kind.getDeclaringClass() != within) {
      throw new IllegalArgumentException(kind + " is not within " + within);
    }
    ClassFileLocator locator =
        classFiles.computeIfAbsent(
            kind, key -> ClassFileLocator.Simple.of(key.getName(), classFile(key)));
    return values.to(TypeDescription.ForLoadedType.of(kind), locator);
  }
}
