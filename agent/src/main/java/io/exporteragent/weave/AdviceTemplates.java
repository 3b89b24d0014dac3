package io.exporteragent.weave;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * Advice that calls a class in the boot loader, to be given values and woven. Its class files are
 * read once. Thread-safe.
 */
public final class AdviceTemplates {
  private final Class<?> within;
  private final Class<?> boot;
  private final Map<Class<?>, ClassFileLocator> classFiles = new HashMap<>();

  /**
   * Reads the class files.
   *
   * @param within the class in which the classes of advice are declared
   * @param boot the class that these call, which {@link BootClasses#define} is given
   */
  public AdviceTemplates(Class<?> within, Class<?> boot) {
    this.within = within;
    this.boot = boot;
    for (Class<?> each : within.getDeclaredClasses()) {
      classFiles.put(
          each,
          new ClassFileLocator.Simple(Collections.singletonMap(each.getName(), classFile(each))));
    }
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
    ClassFileLocator locator = classFiles.get(kind);
    if (locator == null) {
      throw new IllegalArgumentException(kind + " is not within " + within);
    }
    return values.to(TypeDescription.ForLoadedType.of(kind), locator);
  }
}
