package io.exporteragent.source.method;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;

/** Makes the advice to weave for one series from {@link MethodAdvice}. Thread-safe. */
final class Advices {
  private final Map<Class<?>, ClassFileLocator> classFiles = new HashMap<>();

  Advices() {
    for (Class<?> each : MethodAdvice.class.getDeclaredClasses()) {
      byte[] classFile = BootClass.calledFromBootLoader(each);
      classFiles.put(
          each, new ClassFileLocator.Simple(Collections.singletonMap(each.getName(), classFile)));
    }
  }

  /**
   * Returns the advice for one series.
   *
   * @param kind a class within {@link MethodAdvice}
   * @param id of the series
   */
  Advice of(Class<?> kind, int id) {
    ClassFileLocator locator = classFiles.get(kind);
    if (locator == null) {
      throw new IllegalArgumentException(kind + " is not within " + MethodAdvice.class);
    }
    return Advice.withCustomMapping()
        .bind(MethodAdvice.Id.class, id)
        .to(TypeDescription.ForLoadedType.of(kind), locator);
  }
}
