package io.exporteragent.weave;

import io.exporteragent.weave.HookCode.Variable;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Weaves hooks into a class file, and reads nothing but that. The results of a method, and what it
 * throws, go through one place each at its end, outside of what it catches itself.
 */
final class HookWeaver extends ClassVisitor {
  private static final Type THROWABLE = Type.getObjectType("java/lang/Throwable");

  /** Variables that a hook may have: kept, result or thrown, and some of its own. */
  private static final int VARIABLES = 16;

  private final Map<String, List<Hook>> hooks;
  private final Map<String, Integer> variables;
  private String owner = "";
  private boolean hasFrames;

  private HookWeaver(
      ClassVisitor next, Map<String, List<Hook>> hooks, Map<String, Integer> variables) {
    super(OpenedClassReader.ASM_API, next);
    this.hooks = hooks;
    this.variables = variables;
  }

  /**
   * Weaves hooks.
   *
   * @param hooks by the names and descriptors of methods; constructors and what has no code are
   *     left as they are
   */
  static byte[] weave(byte[] classFile, Map<String, List<Hook>> hooks) {
    ClassReader reader = OpenedClassReader.of(classFile);
    Variables used = new Variables(hooks);
    reader.accept(used, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new HookWeaver(writer, hooks, used.byMethod), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    owner = name;
    hasFrames = (version & 0xFFFF) >= Opcodes.V1_6;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor visitor = super.visitMethod(access, name, descriptor, signature, exceptions);
    Integer used = variables.get(name + descriptor);
    if (used == null || name.startsWith("<")) {
      return visitor;
    }
    HookFrame initial = HookFrame.initial(owner, Modifier.isStatic(access), descriptor);
    List<Hook> its = hooks.getOrDefault(name + descriptor, Collections.emptyList());
    // What is around others is written first, with the lower variables.
    for (int i = 0; i < its.size(); i++) {
      int first = used + VARIABLES * (its.size() - 1 - i);
      visitor = new Around(visitor, its.get(i), initial, Type.getReturnType(descriptor), first);
    }
    return visitor;
  }

  /** How many variables the methods that are woven have. */
  private static final class Variables extends ClassVisitor {
    private final Map<String, List<Hook>> hooks;
    private final Map<String, Integer> byMethod = new HashMap<>();

    Variables(Map<String, List<Hook>> hooks) {
      super(OpenedClassReader.ASM_API);
      this.hooks = hooks;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      String method = name + descriptor;
      if (!hooks.containsKey(method)) {
        return null;
      }
      return new MethodVisitor(OpenedClassReader.ASM_API) {
        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
          byMethod.put(method, maxLocals);
        }
      };
    }
  }

  private final class Around extends MethodVisitor {
    private final Hook hook;
    private final HookFrame initial;
    private final Type resultType;
    private final Variable kept;
    private final boolean isKept;

    /** Where the result is, or what is thrown. */
    private final int outcome;

    private final Label body = new Label();
    private final Label end = new Label();
    private boolean hasEnd;

    Around(MethodVisitor next, Hook hook, HookFrame initial, Type resultType, int first) {
      super(OpenedClassReader.ASM_API, next);
      Type type = hook.kept();
      this.hook = hook;
      this.initial = initial;
      this.resultType = resultType;
      this.isKept = type != null;
      this.kept = new Variable(type == null ? Type.INT_TYPE : type, first);
      this.outcome = first + kept.type().getSize();
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (isKept) {
        super.visitInsn(nothing(kept.type()));
        super.visitVarInsn(kept.type().getOpcode(Opcodes.ISTORE), kept.at());
      }
      attempt(hook::enter, withKept(initial.copy()), withKept(initial.copy()), null, null);
      super.visitLabel(body);
    }

    @Override
    public void visitInsn(int opcode) {
      if (!hook.leaves() || opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
        super.visitInsn(opcode);
        return;
      }
      if (opcode != Opcodes.RETURN) {
        super.visitVarInsn(resultType.getOpcode(Opcodes.ISTORE), outcome);
      }
      super.visitJumpInsn(Opcodes.GOTO, end);
      hasEnd = true;
    }

    /** Says that what is kept is there too, wherever the method goes. */
    @Override
    public void visitFrame(int kind, int number, Object[] locals, int depth, Object[] stack) {
      List<Object> all = withKept(HookFrame.of(number, locals)).locals();
      super.visitFrame(kind, all.size(), all.toArray(), depth, stack);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      if (hook.leaves()) {
        Label failed = new Label();
        Label after = new Label();
        super.visitLabel(after);
        super.visitTryCatchBlock(body, after, failed, null);
        if (hasEnd) {
          super.visitLabel(end);
          boolean hasResult = resultType.getSort() != Type.VOID;
          leave(hasResult ? new Variable(resultType, outcome) : null, null);
          super.visitInsn(resultType.getOpcode(Opcodes.IRETURN));
        }
        super.visitLabel(failed);
        Variable thrown = new Variable(THROWABLE, outcome);
        code(atEnd(), null, null).at(THROWABLE.getInternalName());
        super.visitVarInsn(Opcodes.ASTORE, outcome);
        leave(null, thrown);
        super.visitInsn(Opcodes.ATHROW);
      }
      super.visitMaxs(maxStack, maxLocals);
    }

    private void leave(@Nullable Variable result, @Nullable Variable thrown) {
      HookFrame all = atEnd();
      HookFrame after = HookFrame.empty();
      Variable out = result == null ? thrown : result;
      if (out != null) {
        all.with(out);
        after.with(out);
      }
      if (thrown == null) {
        code(all, result, null).at();
        super.visitInsn(Opcodes.NOP);
      }
      attempt(hook::leave, all, after, result, thrown);
      if (out != null) {
        super.visitVarInsn(out.type().getOpcode(Opcodes.ILOAD), out.at());
      }
    }

    /** The variables at the end, as far as they matter. */
    private HookFrame atEnd() {
      return withKept(hook.leavesWithArguments() ? initial.copy() : HookFrame.empty());
    }

    private HookFrame withKept(HookFrame frame) {
      return isKept ? frame.with(kept) : frame;
    }

    /**
     * Writes code of the hook, and goes on after it if that throws.
     *
     * @param before the variables where it begins
     * @param after those that are needed then
     */
    private void attempt(
        Writer code,
        HookFrame before,
        HookFrame after,
        @Nullable Variable result,
        @Nullable Variable thrown) {
      Label from = new Label();
      Label to = new Label();
      Label failed = new Label();
      Label done = new Label();
      super.visitTryCatchBlock(from, to, failed, null);
      super.visitLabel(from);
      // No region may be empty.
      super.visitInsn(Opcodes.NOP);
      code.write(code(before, result, thrown));
      super.visitLabel(to);
      super.visitJumpInsn(Opcodes.GOTO, done);
      super.visitLabel(failed);
      HookCode then = code(after, result, thrown);
      then.at(THROWABLE.getInternalName());
      super.visitInsn(Opcodes.POP);
      super.visitLabel(done);
      then.at();
      // The method itself may go on with a frame.
      super.visitInsn(Opcodes.NOP);
    }

    private HookCode code(HookFrame frame, @Nullable Variable result, @Nullable Variable thrown) {
      return new HookCode(mv, frame, hasFrames, kept, result, thrown);
    }
  }

  private static int nothing(Type of) {
    switch (of.getSort()) {
      case Type.LONG:
        return Opcodes.LCONST_0;
      case Type.OBJECT:
      case Type.ARRAY:
        return Opcodes.ACONST_NULL;
      default:
        return Opcodes.ICONST_0;
    }
  }

  private interface Writer {
    void write(HookCode code);
  }
}
