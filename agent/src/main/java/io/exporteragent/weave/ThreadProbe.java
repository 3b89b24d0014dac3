package io.exporteragent.weave;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Spreads threads over stripes by the field that {@link LongAdder} uses: {@link ThreadLocalRandom}
 * gives each thread the odd number 0x9E3779B9 more than the previous one, so consecutive threads
 * share no stripe until all are taken. With hash codes one pair in eight shared one of eight
 * stripes, which made each call three times as expensive.
 *
 * <p>The field is package-private in {@code java.lang}, for which no source can be compiled.
 */
final class ThreadProbe {
  private static final String METHOD = "spread";
  private static final String FIELD = "threadLocalRandomProbe";
  private static final String THREAD = Type.getInternalName(Thread.class);
  private static final String RANDOM = Type.getInternalName(ThreadLocalRandom.class);

  private ThreadProbe() {}

  /**
   * Changes the method {@code spread} of a class in {@code java.lang} to return the probe; does
   * nothing on a JVM that has none.
   */
  static ClassVisitor spreadingThreads(ClassVisitor next) {
    if (!isPresent()) {
      return next;
    }
    // Initialises the class here, so that woven code never does.
    ThreadLocalRandom.current();
    return new ClassVisitor(OpenedClassReader.ASM_API, next) {
      @Override
      public @Nullable MethodVisitor visitMethod(
          int access,
          String name,
          String descriptor,
          @Nullable String signature,
          String @Nullable [] exceptions) {
        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
        if (!name.equals(METHOD)) {
          return method;
        }
        returnProbe(method);
        return null;
      }
    };
  }

  private static boolean isPresent() {
    try {
      return Thread.class.getDeclaredField(FIELD).getType() == int.class;
    } catch (NoSuchFieldException e) {
      return false;
    }
  }

  /** Writes the body. A probe of 0 means that the thread has none; {@code current()} sets it. */
  private static void returnProbe(MethodVisitor method) {
    Label present = new Label();
    method.visitCode();
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitFieldInsn(Opcodes.GETFIELD, THREAD, FIELD, "I");
    method.visitJumpInsn(Opcodes.IFNE, present);
    method.visitMethodInsn(Opcodes.INVOKESTATIC, RANDOM, "current", "()L" + RANDOM + ";", false);
    method.visitInsn(Opcodes.POP);
    method.visitLabel(present);
    method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitFieldInsn(Opcodes.GETFIELD, THREAD, FIELD, "I");
    method.visitInsn(Opcodes.IRETURN);
    method.visitMaxs(1, 1);
    method.visitEnd();
  }
}
