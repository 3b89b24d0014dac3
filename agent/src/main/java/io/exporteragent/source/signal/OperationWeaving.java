package io.exporteragent.source.signal;

import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Weaves calls of the boot class around an operation of a database: where it begins, before each of
 * its ends, and where it throws. Immutable.
 *
 * <p>Unlike advice it keeps nothing in variables of its own: a result stays where it is, instead of
 * meeting those of the other ends and of the failure in one, and it does not matter what the method
 * keeps in its variables.
 */
final class OperationWeaving implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
  /** Above the result: the id, the operation, and what was thrown. */
  private static final int MORE_ON_STACK = 3;

  /** The same, and what is thrown on. */
  private static final int HANDLER_STACK = 4;

  private static final Object[] THROWABLE = {"java/lang/Throwable"};

  private final String bootClass;
  private final int table;
  private final String operation;

  /**
   * @param bootClass the internal name of the class that is called
   */
  OperationWeaving(String bootClass, int table, String operation) {
    this.bootClass = bootClass;
    this.table = table;
    this.operation = operation;
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
    if ((readerFlags & ClassReader.EXPAND_FRAMES) != 0) {
      throw new IllegalStateException("frames are expanded");
    }
    return new Woven(visitor, context.getClassFileVersion().isAtLeast(ClassFileVersion.JAVA_V6));
  }

  private final class Woven extends MethodVisitor {
    private final boolean hasFrames;
    private final Label body = new Label();
    private final Label failed = new Label();

    Woven(MethodVisitor visitor, boolean hasFrames) {
      super(OpenedClassReader.ASM_API, visitor);
      this.hasFrames = hasFrames;
    }

    /** Begins, and goes on if that cannot be, for lack of stack. */
    @Override
    public void visitCode() {
      super.visitCode();
      Label from = new Label();
      Label to = new Label();
      Label handler = new Label();
      super.visitTryCatchBlock(from, to, handler, null);
      super.visitLabel(from);
      call("enterOperation", "()V");
      super.visitLabel(to);
      super.visitJumpInsn(Opcodes.GOTO, body);
      super.visitLabel(handler);
      frame(Opcodes.F_SAME1, 1, THROWABLE);
      super.visitInsn(Opcodes.POP);
      super.visitLabel(body);
      frame(Opcodes.F_SAME, 0, null);
      // The body may begin with a frame of its own.
      super.visitInsn(Opcodes.NOP);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        super.visitLdcInsn(table);
        super.visitLdcInsn(operation);
        super.visitInsn(Opcodes.ACONST_NULL);
        leave();
      }
      super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      Label end = new Label();
      super.visitLabel(end);
      // After those of the method itself, which come first.
      super.visitTryCatchBlock(body, end, failed, null);
      super.visitLabel(failed);
      frame(Opcodes.F_FULL, 1, THROWABLE);
      super.visitInsn(Opcodes.DUP);
      super.visitLdcInsn(table);
      super.visitInsn(Opcodes.SWAP);
      super.visitLdcInsn(operation);
      super.visitInsn(Opcodes.SWAP);
      leave();
      super.visitInsn(Opcodes.ATHROW);
      super.visitMaxs(Math.max(maxStack + MORE_ON_STACK, HANDLER_STACK), maxLocals);
    }

    private void leave() {
      call("leaveOperation", "(ILjava/lang/String;Ljava/lang/Throwable;)V");
    }

    private void call(String name, String descriptor) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, bootClass, name, descriptor, false);
    }

    private void frame(int kind, int stack, Object @Nullable [] types) {
      if (hasFrames) {
        super.visitFrame(kind, 0, null, stack, types);
      }
    }
  }
}
