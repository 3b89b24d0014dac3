package io.exporteragent.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Hook} writes its code. Nothing is on the stack where it begins, nor may anything
 * be where it ends, or where it branches. Not thread-safe.
 */
public final class HookCode {
  private final MethodVisitor visitor;
  private final HookFrame frame;
  private final boolean hasFrames;
  private final Variable kept;
  private final @Nullable Variable result;
  private final @Nullable Variable thrown;

  /** A variable that the code may use. */
  public static final class Variable {
    private final Type type;
    private final int at;

    Variable(Type type, int at) {
      this.type = type;
      this.at = at;
    }

    Type type() {
      return type;
    }

    int at() {
      return at;
    }
  }

  /**
   * @param frame the variables that there are
   * @param kept the value from the beginning
   * @param result null if there is none, or not yet
   * @param thrown null if nothing has been thrown
   */
  HookCode(
      MethodVisitor visitor,
      HookFrame frame,
      boolean hasFrames,
      Variable kept,
      @Nullable Variable result,
      @Nullable Variable thrown) {
    this.visitor = visitor;
    this.frame = frame;
    this.hasFrames = hasFrames;
    this.kept = kept;
    this.result = result;
    this.thrown = thrown;
  }

  /** Returns where instructions are written that need nothing of the others here. */
  public MethodVisitor instructions() {
    return visitor;
  }

  /** Takes the value on the stack for the end of the method. */
  public void keep() {
    store(kept);
  }

  /** Puts the value that was kept on the stack. */
  public void kept() {
    load(kept);
  }

  /** Returns where the result of the method is; -1 if it has none, or not yet. */
  public int result() {
    return result == null ? -1 : result.at();
  }

  /** Returns whether the method ends by throwing. */
  public boolean isThrown() {
    return thrown != null;
  }

  /** Puts what the method throws on the stack; null if it throws nothing. */
  public void thrown() {
    if (thrown == null) {
      visitor.visitInsn(Opcodes.ACONST_NULL);
    } else {
      load(thrown);
    }
  }

  /** Adds a variable, to which the value on the stack is stored. */
  public Variable variable(Type type) {
    Variable added = frame.add(type);
    store(added);
    return added;
  }

  /** Stores the value on the stack. */
  public void store(Variable to) {
    visitor.visitVarInsn(to.type().getOpcode(Opcodes.ISTORE), to.at());
  }

  /** Puts the value of a variable on the stack. */
  public void load(Variable from) {
    visitor.visitVarInsn(from.type().getOpcode(Opcodes.ILOAD), from.at());
  }

  /** Goes to a place further on, by one of the instructions of {@link Opcodes}. */
  public void jump(int opcode, Label to) {
    visitor.visitJumpInsn(opcode, to);
  }

  /** Marks that place. No variable may be added between the first jump to it and here. */
  public void mark(Label here) {
    visitor.visitLabel(here);
    at(new Object[0]);
    visitor.visitInsn(Opcodes.NOP);
  }

  /** Calls a static method of a class that is named as in a class file. */
  public void call(String owner, String name, String descriptor) {
    visitor.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  /** Tells the verifier what there is at this place. */
  void at(Object... stack) {
    if (hasFrames) {
      List<Object> locals = new ArrayList<>(frame.locals());
      visitor.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.length, stack);
    }
  }
}
