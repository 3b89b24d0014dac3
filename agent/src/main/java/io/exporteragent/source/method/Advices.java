package io.exporteragent.source.method;

import io.exporteragent.source.method.boot.ExporterAgentMethods1;
import io.exporteragent.weave.AdviceTemplates;
import io.exporteragent.weave.ClassWeaver;
import io.exporteragent.weave.Weaving;
import net.bytebuddy.asm.Advice;

/** Makes the advice to weave for one series from {@link MethodAdvice}. Thread-safe. */
final class Advices {
  private final AdviceTemplates templates =
      new AdviceTemplates(MethodAdvice.class, ExporterAgentMethods1.class);

  /**
   * Returns the advice for one series.
   *
   * @param kind a class within {@link MethodAdvice}
   * @param id of the series
   */
  Advice of(Class<?> kind, int id) {
    return templates.of(kind, Advice.withCustomMapping().bind(MethodAdvice.Id.class, id));
  }

  /**
   * Weaves an agent class, only to load the many classes weaving needs before it is done on an
   * application thread.
   */
  void warmUp(ClassWeaver weaver) {
    Class<?> ours = MethodAdvice.Count.class;
    Weaving weaving = new Weaving();
    weaving.add("exit(I)V", of(MethodAdvice.Time.class, 0));
    weaving.add("exit(I)V", of(MethodAdvice.Fail.class, 0));
    weaving.add("exit(I)V", of(MethodAdvice.InFlight.class, 0));
    weaver.weave(ours.getName(), templates.classFile(ours), weaving);
  }
}
