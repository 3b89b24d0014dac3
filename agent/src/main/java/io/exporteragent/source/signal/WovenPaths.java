package io.exporteragent.source.signal;

import io.exporteragent.source.signal.ValuePath.Resolved;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.constant.DefaultValue;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Puts the code of paths where advice reads a {@link SignalAdvice.Value}. Immutable. */
final class WovenPaths implements Advice.OffsetMapping.Factory<SignalAdvice.Value> {
  /** The receiver of a path, a constant, and a value of two words. */
  private static final int MOST_ON_STACK = 3;

  private final Map<String, Resolved> paths;

  /**
   * @param paths by key; each fits the parameter of its key
   */
  WovenPaths(Map<String, Resolved> paths) {
    this.paths = new HashMap<>(paths);
  }

  /** Returns whether a value of a type can be had as one of another. */
  static boolean fits(Type type, Class<?> wanted) {
    switch (type.getSort()) {
      case Type.INT:
      case Type.SHORT:
      case Type.BYTE:
      case Type.CHAR:
        return wanted == int.class || wanted == long.class;
      case Type.LONG:
        return wanted == long.class;
      case Type.ARRAY:
        return wanted == Object.class;
      case Type.OBJECT:
        return wanted == Object.class || type.getClassName().equals(wanted.getName());
      default:
        return false;
    }
  }

  @Override
  public Class<SignalAdvice.Value> getAnnotationType() {
    return SignalAdvice.Value.class;
  }

  @Override
  public Advice.OffsetMapping make(
      ParameterDescription.InDefinedShape target,
      AnnotationDescription.Loadable<SignalAdvice.Value> annotation,
      AdviceType adviceType) {
    TypeDescription wanted = target.getType().asErasure();
    Resolved path = paths.get(annotation.load().value());
    return (type, method, assigner, arguments, sort) ->
        new Advice.OffsetMapping.Target.ForStackManipulation(
            path == null ? DefaultValue.of(wanted) : new Code(path, wanted, arguments::returned));
  }

  /** Leaves the value of a path on the stack. */
  private static final class Code extends StackManipulation.AbstractBase {
    private final Resolved path;
    private final TypeDescription wanted;
    private final IntSupplier result;

    Code(Resolved path, TypeDescription wanted, IntSupplier result) {
      this.path = path;
      this.wanted = wanted;
      this.result = result;
    }

    @Override
    public Size apply(MethodVisitor code, Implementation.Context context) {
      path.write(code, result);
      if (wanted.represents(long.class) && path.type().getSort() != Type.LONG) {
        code.visitInsn(Opcodes.I2L);
      }
      return new Size(wanted.getStackSize().getSize(), MOST_ON_STACK);
    }
  }
}
