package io.exporteragent.source.signal;

import io.exporteragent.source.signal.ClassFiles.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * The way from an argument of a method, its object or its result to a value: fields, and methods
 * without parameters or with one constant text.
 *
 * <pre>
 *   arg0.getMethod()
 *   this._request.getAttribute("org.example.Route")
 *   return.getCode()
 * </pre>
 *
 * <p>Immutable.
 */
final class ValuePath {
  private static final int NO_ARGUMENT = -1;
  private static final int THIS = -2;
  private static final int RESULT = -3;
  private static final String NO_PARAMETERS = "()";
  private static final String ONE_TEXT = "(Ljava/lang/String;)";

  private final String text;

  /** The index of the argument; {@link #THIS} for the object, {@link #RESULT} for the result. */
  private final int argument;

  private final List<Step> steps;

  private ValuePath(String text, int argument, List<Step> steps) {
    this.text = text;
    this.argument = argument;
    this.steps = steps;
  }

  /** A field, or a method, with a text or without. */
  private static final class Step {
    private final String name;
    private final boolean isMethod;
    private final @Nullable String constant;

    Step(String name, boolean isMethod, @Nullable String constant) {
      this.name = name;
      this.isMethod = isMethod;
      this.constant = constant;
    }
  }

  /**
   * Parses a path; returns null if the text is none. Without a regular expression, since there are
   * a hundred of them to be parsed while an application starts.
   */
  static @Nullable ValuePath parse(String text) {
    int at = endOfName(text, 0);
    String start = text.substring(0, at);
    int argument = THIS;
    if (start.length() == 4 && start.startsWith("arg")) {
      argument = Character.digit(start.charAt(3), 10);
    } else if (start.equals("return")) {
      argument = RESULT;
    } else if (!start.equals("this")) {
      return null;
    }
    List<Step> steps = new ArrayList<>();
    while (at < text.length()) {
      int end = endOfName(text, at + 1);
      if (text.charAt(at) != '.' || end == at + 1) {
        return null;
      }
      String name = text.substring(at + 1, end);
      int quoted = text.startsWith("(\"", end) ? text.indexOf('"', end + 2) : -1;
      if (quoted > 0 && text.startsWith("\")", quoted)) {
        steps.add(new Step(name, true, text.substring(end + 2, quoted)));
        at = quoted + 2;
      } else {
        boolean isMethod = text.startsWith(NO_PARAMETERS, end);
        steps.add(new Step(name, isMethod, null));
        at = isMethod ? end + NO_PARAMETERS.length() : end;
      }
    }
    return argument == NO_ARGUMENT ? null : new ValuePath(text, argument, steps);
  }

  private static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return end;
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

  /** Returns whether it begins at the result, which is there only when the method has ended. */
  boolean isOfResult() {
    return argument == RESULT;
  }

  /**
   * Finds the members on the way, as the classes of an application have them.
   *
   * @param woven the internal name of the class whose method is woven
   * @param method that method
   * @throws PathException if one is missing, or cannot be used from there
   */
  Resolved resolve(String woven, Member method, ClassFiles files) throws PathException {
    Type[] arguments = Type.getArgumentTypes(method.descriptor);
    boolean isStatic = Modifier.isStatic(method.access);
    if (argument >= arguments.length || (argument == THIS && isStatic)) {
      throw new PathException("its method has no " + text);
    }
    Type type =
        argument == RESULT
            ? Type.getReturnType(method.descriptor)
            : argument == THIS ? Type.getObjectType(woven) : arguments[argument];
    int variable = argument == RESULT ? Resolved.RESULT_VARIABLE : 0;
    if (argument >= 0) {
      variable = isStatic ? 0 : 1;
      for (int i = 0; i < argument; i++) {
        variable += arguments[i].getSize();
      }
    }
    return resolve(variable, type, woven, files);
  }

  /**
   * Returns the type of the value of a path that begins at an object of a class, with the members
   * that this class may use.
   *
   * @throws PathException if a member is missing, or cannot be used
   */
  Type resolveType(Type of, ClassFiles files) throws PathException {
    return resolve(0, of, of.getInternalName(), files).type();
  }

  private Resolved resolve(int variable, Type start, String woven, ClassFiles files)
      throws PathException {
    Type type = start;
    List<Use> uses = new ArrayList<>();
    for (Step step : steps) {
      Member member = member(type, step, woven, files);
      uses.add(new Use(step, type, files.isInterface(type.getInternalName()), member, woven));
      type =
          step.isMethod ? Type.getReturnType(member.descriptor) : Type.getType(member.descriptor);
    }
    return new Resolved(variable, start, uses, type);
  }

  private Member member(Type type, Step step, String woven, ClassFiles files) throws PathException {
    String name = type.getClassName();
    if (type.getSort() != Type.OBJECT) {
      throw new PathException(name + " has no " + step.name);
    }
    Member found =
        step.isMethod
            ? files.method(
                type.getInternalName(), step.name, step.constant == null ? NO_PARAMETERS : ONE_TEXT)
            : files.field(type.getInternalName(), step.name);
    if (found == null) {
      throw new PathException(name + " has no " + step.name + (step.isMethod ? "()" : ""));
    }
    boolean isOwn = files.nest(found.owner).equals(files.nest(woven));
    boolean isNear =
        !Modifier.isPrivate(found.access) && packageOf(found.owner).equals(packageOf(woven));
    if (Modifier.isStatic(found.access) || !(Modifier.isPublic(found.access) || isOwn || isNear)) {
      throw new PathException(step.name + " of " + name + " cannot be used");
    }
    return found;
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, internalName.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return text;
  }

  /** A step from a type. */
  private static final class Use {
    private final Step step;
    private final String receiver;
    private final boolean isInterface;
    private final Member member;

    /** That of another class of the nest is called as if it were not private. */
    private final boolean isOwnPrivate;

    Use(Step step, Type receiver, boolean isInterface, Member member, String woven) {
      this.step = step;
      this.receiver = receiver.getInternalName();
      this.isInterface = isInterface;
      this.member = member;
      this.isOwnPrivate = Modifier.isPrivate(member.access) && member.owner.equals(woven);
    }

    void write(MethodVisitor code) {
      if (!step.isMethod) {
        code.visitFieldInsn(Opcodes.GETFIELD, receiver, member.name, member.descriptor);
        return;
      }
      if (step.constant != null) {
        code.visitLdcInsn(step.constant);
      }
      int opcode =
          isInterface
              ? Opcodes.INVOKEINTERFACE
              : isOwnPrivate ? Opcodes.INVOKESPECIAL : Opcodes.INVOKEVIRTUAL;
      code.visitMethodInsn(opcode, receiver, member.name, member.descriptor, isInterface);
    }
  }

  /** A path in the classes of one application. Immutable. */
  static final class Resolved {
    /** Stands for the variable of the result, which only the woven method has. */
    private static final int RESULT_VARIABLE = -1;

    private final int variable;
    private final Type start;
    private final List<Use> uses;
    private final Type type;

    private Resolved(int variable, Type start, List<Use> uses, Type type) {
      this.variable = variable;
      this.start = start;
      this.uses = uses;
      this.type = type;
    }

    /** Returns the type of the value. */
    Type type() {
      return type;
    }

    /** Returns whether it begins at the result. */
    boolean isOfResult() {
      return variable == RESULT_VARIABLE;
    }

    /**
     * Writes the code that puts the value on the stack; it throws what the methods throw.
     *
     * @param result where the result of the method is
     */
    void write(MethodVisitor code, IntSupplier result) {
      int from = variable == RESULT_VARIABLE ? result.getAsInt() : variable;
      code.visitVarInsn(start.getOpcode(Opcodes.ILOAD), from);
      uses.forEach(each -> each.write(code));
    }
  }
}
