package io.exporteragent.source.method;

import io.exporteragent.source.method.boot.ExporterAgentMethods1;
import io.exporteragent.weave.BootClasses;
import io.exporteragent.weave.ClassWeaver;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;

/** Makes the advice to weave for one series from {@link MethodAdvice}. Thread-safe. */
final class Advices {
  private final Map<Class<?>, ClassFileLocator> classFiles = new HashMap<>();

  Advices() {
    for (Class<?> each : MethodAdvice.class.getDeclaredClasses()) {
      byte[] classFile = calledFromBootLoader(each);
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

  /**
   * Weaves an agent class, only to load the many classes weaving needs before it is done on an
   * application thread.
   */
  void warmUp(ClassWeaver weaver) {
    Class<?> ours = MethodAdvice.Count.class;
    List<Advice> each =
        Arrays.asList(
            of(MethodAdvice.Time.class, 0),
            of(MethodAdvice.Fail.class, 0),
            of(MethodAdvice.InFlight.class, 0));
    weaver.weave(
        ours.getName(), calledFromBootLoader(ours), Collections.singletonMap("exit(I)V", each));
  }

  private static byte[] calledFromBootLoader(Class<?> ours) {
    return BootClasses.calledFromBootLoader(ours, ExporterAgentMethods1.class);
  }
}
