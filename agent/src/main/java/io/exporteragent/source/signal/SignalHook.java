package io.exporteragent.source.signal;

import io.exporteragent.source.signal.ValuePath.Resolved;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.Hook;
import io.exporteragent.weave.HookCode;
import io.exporteragent.weave.HookCode.Variable;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Calls of {@link ExporterAgentSignals1} with what the paths of a preset lead to. A value is read
 * where it is passed on; where the way to one throws, the event is not counted. Immutable.
 */
abstract class SignalHook implements Hook {
  static final String TEXT = "Ljava/lang/String;";
  private static final String OBJECT = "Ljava/lang/Object;";
  static final String THROWABLE = "Ljava/lang/Throwable;";
  static final Type SLOT = Type.getType("[J");
  static final Type TEXT_TYPE = Type.getType(TEXT);

  private final String bootClass;
  private final Map<String, Resolved> paths;

  /**
   * @param bootClass the internal name of the class that is called
   * @param paths by the name of their keys; each fits what is made of it
   */
  SignalHook(String bootClass, Map<String, Resolved> paths) {
    this.bootClass = bootClass;
    this.paths = new HashMap<>(paths);
  }

  final boolean has(String key) {
    return paths.containsKey(key);
  }

  final void call(HookCode code, String name, String descriptor) {
    code.call(bootClass, name, descriptor);
  }

  /** Puts the value of a path on the stack; null where there is none. */
  final void object(HookCode code, String key) {
    value(code, key, Opcodes.ACONST_NULL);
  }

  /** The same for a number; 0 where there is none. */
  final void integer(HookCode code, String key) {
    value(code, key, Opcodes.ICONST_0);
  }

  private void value(HookCode code, String key, int otherwise) {
    Resolved path = paths.get(key);
    if (path == null || (path.isOfResult() && code.isThrown())) {
      code.instructions().visitInsn(otherwise);
    } else {
      path.write(code.instructions(), code::result);
    }
  }

  /** The same for a number of two words. */
  final void wide(HookCode code, String key) {
    Resolved path = paths.get(key);
    integer(code, key);
    if (path == null || path.type().getSort() != Type.LONG) {
      code.instructions().visitInsn(Opcodes.I2L);
    }
  }

  static void constant(HookCode code, Object value) {
    code.instructions().visitLdcInsn(value);
  }

  /** Counts a finished request. */
  static final class Request extends SignalHook {
    private final int id;
    private final int clock;

    /**
     * @param clock how the time is to be understood, one of the kinds of the boot class
     */
    Request(String bootClass, Map<String, Resolved> paths, int id, int clock) {
      super(bootClass, paths);
      this.id = id;
      this.clock = clock;
    }

    @Override
    public void enter(HookCode code) {
      constant(code, id);
      object(code, "request_method");
      integer(code, "status");
      object(code, "request");
      constant(code, clock);
      wide(code, "time");
      call(code, "request", "(I" + TEXT + "I" + OBJECT + "IJ)V");
    }
  }

  /** Handles a request, which may begin with that. */
  static final class Handle extends SignalHook {
    private final String method;

    /**
     * @param method of the boot class, {@code begin} or {@code handle}
     */
    Handle(String bootClass, Map<String, Resolved> paths, String method) {
      super(bootClass, paths);
      this.method = method;
    }

    @Override
    public Type kept() {
      return Type.LONG_TYPE;
    }

    @Override
    public void enter(HookCode code) {
      object(code, "request");
      call(code, method, "(" + OBJECT + ")J");
      code.keep();
    }

    @Override
    public boolean leaves() {
      return true;
    }

    @Override
    public void leave(HookCode code) {
      code.kept();
      call(code, "handled", "(J)V");
    }
  }

  /** Remembers the mapping of a request. */
  static final class Mapping extends SignalHook {
    Mapping(String bootClass, Map<String, Resolved> paths) {
      super(bootClass, paths);
    }

    @Override
    public void enter(HookCode code) {
      object(code, "servlet");
      Variable servlet = code.variable(Type.getType(OBJECT));
      code.load(servlet);
      call(code, "pattern", "(" + OBJECT + ")" + TEXT);
      Variable pattern = code.variable(TEXT_TYPE);
      Label known = new Label();
      code.load(pattern);
      code.jump(Opcodes.IFNONNULL, known);
      code.load(servlet);
      object(code, "patterns");
      call(code, "pattern", "(" + OBJECT + OBJECT + ")" + TEXT);
      code.store(pattern);
      code.mark(known);
      Label only = new Label();
      code.load(pattern);
      code.instructions()
          .visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "isEmpty", "()Z", false);
      code.jump(Opcodes.IFEQ, only);
      object(code, "mapping");
      code.store(pattern);
      code.mark(only);
      object(code, "request");
      code.instructions().visitInsn(Opcodes.ACONST_NULL);
      code.load(pattern);
      object(code, "context");
      call(code, "route", "(" + OBJECT + OBJECT + TEXT + TEXT + ")V");
    }
  }

  /** Remembers the route of a request. */
  static final class Route extends SignalHook {
    Route(String bootClass, Map<String, Resolved> paths) {
      super(bootClass, paths);
    }

    @Override
    public boolean leaves() {
      return true;
    }

    @Override
    public boolean leavesWithArguments() {
      return true;
    }

    @Override
    public void leave(HookCode code) {
      object(code, "request");
      object(code, "route");
      call(code, "route", "(" + OBJECT + OBJECT + ")V");
    }
  }

  /** Counts an event by its level, where the logger is that of the event. */
  static final class Event extends SignalHook {
    private final int id;

    Event(String bootClass, Map<String, Resolved> paths, int id) {
      super(bootClass, paths);
      this.id = id;
    }

    @Override
    public void enter(HookCode code) {
      constant(code, id);
      object(code, "level");
      if (has("logger")) {
        object(code, "logger");
        object(code, "event_logger");
        call(code, "count", "(I" + TEXT + TEXT + TEXT + ")V");
      } else {
        call(code, "count", "(I" + TEXT + ")V");
      }
    }
  }

  /** Counts an operation of a database, unless it is within another. */
  static final class Operation extends SignalHook {
    private final int id;
    private final String operation;

    Operation(String bootClass, int id, String operation) {
      super(bootClass, Collections.emptyMap());
      this.id = id;
      this.operation = operation;
    }

    @Override
    public Type kept() {
      return SLOT;
    }

    @Override
    public void enter(HookCode code) {
      call(code, "enterOperation", "()" + SLOT);
      code.keep();
    }

    @Override
    public boolean leaves() {
      return true;
    }

    @Override
    public void leave(HookCode code) {
      constant(code, id);
      code.kept();
      constant(code, operation);
      code.thrown();
      call(code, "leaveOperation", "(I" + SLOT + TEXT + THROWABLE + ")V");
    }
  }

  /** Sees a pool. */
  static final class Sight extends SignalHook {
    private final int id;

    /**
     * @param bootClass that of pools
     */
    Sight(String bootClass, int id) {
      super(bootClass, Collections.emptyMap());
      this.id = id;
    }

    @Override
    public void enter(HookCode code) {
      constant(code, id);
      code.instructions().visitVarInsn(Opcodes.ALOAD, 0);
      call(code, "see", "(I" + OBJECT + ")V");
    }
  }

  /** Sees a pool, and takes the time until it gives a connection or gives up. */
  static final class Acquire extends SignalHook {
    private final int id;
    private final String timeout;

    /**
     * @param bootClass that of pools
     * @param timeout the class of the exception by which a pool gives up; empty if unknown
     */
    Acquire(String bootClass, int id, String timeout) {
      super(bootClass, Collections.emptyMap());
      this.id = id;
      this.timeout = timeout;
    }

    @Override
    public Type kept() {
      return Type.LONG_TYPE;
    }

    @Override
    public void enter(HookCode code) {
      constant(code, id);
      code.instructions().visitVarInsn(Opcodes.ALOAD, 0);
      call(code, "enter", "(I" + OBJECT + ")J");
      code.keep();
    }

    @Override
    public boolean leaves() {
      return true;
    }

    @Override
    public boolean leavesWithArguments() {
      return true;
    }

    @Override
    public void leave(HookCode code) {
      constant(code, id);
      code.instructions().visitVarInsn(Opcodes.ALOAD, 0);
      code.kept();
      constant(code, timeout);
      code.thrown();
      call(code, "leave", "(I" + OBJECT + "J" + TEXT + THROWABLE + ")V");
    }
  }
}
