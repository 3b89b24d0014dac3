package io.exporteragent.weave;

import io.exporteragent.weave.HookCode.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The variables at a place of a method, as a stack map frame tells them to the verifier (JVMS
 * 4.7.4). Not thread-safe.
 */
final class HookFrame {
  private final List<Object> locals;
  private int size;

  private HookFrame(List<Object> locals, int size) {
    this.locals = locals;
    this.size = size;
  }

  /** Returns one with no variables. */
  static HookFrame empty() {
    return new HookFrame(new ArrayList<>(), 0);
  }

  /** Returns that of a frame that has been read. */
  static HookFrame of(int number, Object[] locals) {
    int size = 0;
    for (int i = 0; i < number; i++) {
      size += isWide(locals[i]) ? 2 : 1;
    }
    return new HookFrame(new ArrayList<>(Arrays.asList(locals).subList(0, number)), size);
  }

  /** Returns that with which a method begins. */
  static HookFrame initial(String owner, boolean isStatic, String descriptor) {
    HookFrame frame = empty();
    if (!isStatic) {
      frame.add(Type.getObjectType(owner));
    }
    for (Type each : Type.getArgumentTypes(descriptor)) {
      frame.add(each);
    }
    return frame;
  }

  HookFrame copy() {
    return new HookFrame(new ArrayList<>(locals), size);
  }

  /** Adds a variable after those there are. */
  Variable add(Type type) {
    Variable added = new Variable(type, size);
    locals.add(verified(type));
    size += type.getSize();
    return added;
  }

  /** Adds a variable at its place, which is after those there are. */
  HookFrame with(Variable variable) {
    while (size < variable.at()) {
      locals.add(Opcodes.TOP);
      size++;
    }
    add(variable.type());
    return this;
  }

  List<Object> locals() {
    return new ArrayList<>(locals);
  }

  private static boolean isWide(Object local) {
    return local == Opcodes.LONG || local == Opcodes.DOUBLE;
  }

  private static Object verified(Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        return Opcodes.LONG;
      case Type.DOUBLE:
        return Opcodes.DOUBLE;
      case Type.FLOAT:
        return Opcodes.FLOAT;
      case Type.OBJECT:
      case Type.ARRAY:
        return type.getInternalName();
      default:
        return Opcodes.INTEGER;
    }
  }
}
