package io.exporteragent.source.method;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Puts the calls that measure into a class file, adding neither methods nor fields. Reads nothing
 * but the bytes given: whoever asks the application's class loader for another class, or its bytes,
 * while it loads one may wait for it forever. Any thread.
 */
final class ClassWeaver {
  /** Any other graph of methods asks for the supertypes. */
  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);

  /**
   * Weaves a class of ours, for nothing but that the many classes this takes are loaded before it
   * has to be done on a thread of the application.
   */
  void warmUp(Advices advices) {
    Class<?> ours = MethodAdvice.Count.class;
    List<Advice> each =
        Arrays.asList(
            advices.of(MethodAdvice.Time.class, 0),
            advices.of(MethodAdvice.Fail.class, 0),
            advices.of(MethodAdvice.InFlight.class, 0));
    weave(
        ours.getName(),
        BootClass.calledFromBootLoader(ours),
        Collections.singletonMap("exit(I)V", each));
  }

  /**
   * Weaves.
   *
   * @param className the binary name
   * @param rules those that may match
   * @param matches takes the series of each method that does match, by rule
   * @return the new class file, or null if nothing matches
   */
  byte @Nullable [] weave(
      String className,
      byte[] classFile,
      Collection<MeasuredRule> rules,
      Map<MeasuredRule, List<Series>> matches) {
    Map<String, List<Advice>> advice = new HashMap<>();
    for (MeasuredRule rule : rules) {
      matches.put(rule, rule.addAdvice(className, classFile, advice));
    }
    return advice.isEmpty() ? null : weave(className, classFile, advice);
  }

  /**
   * Weaves.
   *
   * @param advice by the method's name and descriptor
   */
  byte[] weave(String className, byte[] classFile, Map<String, List<Advice>> advice) {
    ClassFileLocator locator = ClassFileLocator.Simple.of(className, classFile);
    TypeDescription type =
        new TypePool.Default.WithLazyResolution(
                TypePool.CacheProvider.Simple.withObjectType(),
                locator,
                TypePool.Default.ReaderMode.FAST)
            .describe(className)
            .resolve();
    return byteBuddy
        .decorate(type, locator)
        .visit(
            new AsmVisitorWrapper.ForDeclaredMethods()
                .invokable(ElementMatchers.any(), new EachMethod(advice)))
        .make()
        .getBytes();
  }

  /**
   * Makes handlers of {@code Throwable} handlers of anything, which is the same but for a full
   * stack: there the JVM cannot load the class {@code Throwable} through the application's loader
   * and passes over the handler.
   */
  private static final class CatchesAnything extends MethodVisitor {
    CatchesAnything(MethodVisitor visitor) {
      super(OpenedClassReader.ASM_API, visitor);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
      super.visitTryCatchBlock(
          start, end, handler, "java/lang/Throwable".equals(type) ? null : type);
    }
  }

  /** One visitor for all methods, instead of one for each. */
  private static final class EachMethod
      implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
    private final Map<String, List<Advice>> advice;

    EachMethod(Map<String, List<Advice>> advice) {
      this.advice = advice;
    }

    @Override
    public MethodVisitor wrap(
        TypeDescription type,
        MethodDescription method,
        MethodVisitor visitor,
        Implementation.Context context,
        TypePool typePool,
        int writerFlags,
        int readerFlags) {
      List<Advice> wanted = advice.get(method.getInternalName() + method.getDescriptor());
      if (wanted == null) {
        return visitor;
      }
      MethodVisitor wrapped = new CatchesAnything(visitor);
      for (Advice each : wanted) {
        wrapped = each.wrap(type, method, wrapped, context, typePool, writerFlags, readerFlags);
      }
      return wrapped;
    }
  }
}
