package io.exporteragent.weave;

import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;
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
 * Weaves advice into a class file, adding neither methods nor fields. Reads only the bytes given:
 * asking the application's class loader for another class, or its bytes, while it loads one may
 * deadlock. Thread-safe.
 */
public final class AdviceWeaver {
  /** Every other method graph compiler asks for the supertypes. */
  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);

  /**
   * Weaves advice into a class file.
   *
   * @param advice by the method's name and descriptor
   */
  public byte[] weave(
      String className, byte[] classFile, Map<String, List<MethodVisitorWrapper>> advice) {
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
   * Turns handlers of {@code Throwable} into handlers without a type. They differ only on stack
   * overflow: there the JVM cannot load {@code Throwable} through the application's loader and
   * skips the handler.
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
  private static final class EachMethod implements MethodVisitorWrapper {
    private final Map<String, List<MethodVisitorWrapper>> advice;

    EachMethod(Map<String, List<MethodVisitorWrapper>> advice) {
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
      List<MethodVisitorWrapper> wanted =
          advice.get(method.getInternalName() + method.getDescriptor());
      if (wanted == null) {
        return visitor;
      }
      MethodVisitor wrapped = new CatchesAnything(visitor);
      for (MethodVisitorWrapper each : wanted) {
        wrapped = each.wrap(type, method, wrapped, context, typePool, writerFlags, readerFlags);
      }
      return wrapped;
    }
  }
}
