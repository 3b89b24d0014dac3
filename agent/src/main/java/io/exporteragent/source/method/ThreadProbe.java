package io.exporteragent.source.method;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Tells threads apart by the field that {@link LongAdder} goes by: {@link ThreadLocalRandom} gives
 * each thread the odd number 0x9E3779B9 more than the thread before, so threads that come one after
 * another share no stripe until all stripes are taken. With hash codes one pair in eight shared one
 * of eight, and paid three times as much for each call.
 *
 * <p>The field is of {@code java.lang} alone, where no source of ours can be compiled.
 */
final class ThreadProbe {
  private static final String METHOD = "spread";
  private static final String FIELD = "threadLocalRandomProbe";
  private static final String THREAD = Type.getInternalName(Thread.class);
  private static final String RANDOM = Type.getInternalName(ThreadLocalRandom.class);

  private ThreadProbe() {}

  /**
   * Has the method {@code spread} of a class in {@code java.lang} return the probe; as it was on a
   * JVM that has none.
   */
  static byte[] spreadingThreads(byte[] classFile) {
    if (!isPresent()) {
      return classFile;
    }
    // Woven code must not be what initializes the class, wherever that code may be.
    ThreadLocalRandom.current();
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(OpenedClassReader.ASM_API, writer) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                MethodVisitor method =
                    super.visitMethod(access, name, descriptor, signature, exceptions);
                if (!name.equals(METHOD)) {
                  return method;
                }
                returnProbe(method);
                return null;
              }
            },
            0);
    return writer.toByteArray();
  }

  private static boolean isPresent() {
    try {
      return Thread.class.getDeclaredField(FIELD).getType() == int.class;
    } catch (NoSuchFieldException e) {
      return false;
    }
  }

  /** A probe of zero means that the thread has none yet; {@code current()} gives it one. */
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
