package io.exporteragent.source.signal;

import io.exporteragent.config.BoundedRead;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * What class files say of the classes that one class loader sees: their members and supertypes.
 * Loads no class of the application. Asks its class loader for files, so not for use while a class
 * is being loaded or changed. Reads each file once. Any thread.
 */
final class ClassFiles {
  private static final int MAX_BYTES = 4 << 20;

  private final ClassLoader loader;
  private final Map<String, ClassFile> known = new ConcurrentHashMap<>();

  ClassFiles(ClassLoader loader) {
    this.loader = loader;
  }

  /** Those of the class loader asked last, until they are forgotten. For one thread at a time. */
  static final class Latest {
    private @Nullable ClassFiles files;

    ClassFiles of(ClassLoader loader) {
      ClassFiles latest = files;
      if (latest == null || latest.loader != loader) {
        latest = new ClassFiles(loader);
        files = latest;
      }
      return latest;
    }

    /** Keeps neither files nor loader any longer. */
    void forget() {
      files = null;
    }
  }

  /** A member of a class. */
  static final class Member {
    final String owner;
    final int access;
    final String name;
    final String descriptor;

    Member(ClassFile of, int access, String name, String descriptor) {
      this.owner = of.name;
      this.access = access;
      this.name = name;
      this.descriptor = descriptor;
    }
  }

  /** What is known of one class; names as in class files. */
  private static final class ClassFile {
    private final String name;
    private boolean isInterface;
    private @Nullable String superName;
    private String[] interfaces = {};
    private String nest;

    /** Fields by name, methods by name and the descriptors of the parameters. */
    private final Map<String, Member> members = new HashMap<>();

    ClassFile(String name) {
      this.name = name;
      this.nest = name;
    }
  }

  /**
   * Returns the host of the nest of a class, whose members use each other's private ones.
   *
   * @throws PathException if it has no file
   */
  String nest(String type) throws PathException {
    return file(type).nest;
  }

  /**
   * Finds a field of a class or of a superclass.
   *
   * @param type the internal name
   * @throws PathException if a class has no file
   */
  @Nullable Member field(String type, String name) throws PathException {
    for (String each = type; each != null; each = file(each).superName) {
      Member found = file(each).members.get(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * Finds a method of a class or of a supertype.
   *
   * @param type the internal name
   * @param parameters such as {@code (Ljava/lang/String;)}
   * @throws PathException if a class has no file
   */
  @Nullable Member method(String type, String name, String parameters) throws PathException {
    for (String each = type; each != null; each = file(each).superName) {
      Member found = file(each).members.get(name + parameters);
      if (found != null) {
        return found;
      }
    }
    for (String each = type; each != null; each = file(each).superName) {
      for (String one : file(each).interfaces) {
        Member found = method(one, name, parameters);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /**
   * Finds the method that a class itself has, by the number of its arguments.
   *
   * @throws PathException if there is none, or more than one
   */
  Member ownMethod(String type, String name, int arguments) throws PathException {
    Member found = null;
    for (Member each : file(type).members.values()) {
      if (each.name.equals(name)
          && isMethod(each)
          && Type.getArgumentTypes(each.descriptor).length == arguments) {
        if (found != null) {
          throw new PathException("there are two " + name + " with " + arguments + " arguments");
        }
        found = each;
      }
    }
    if (found == null) {
      throw new PathException("there is no " + name + " with " + arguments + " arguments");
    }
    return found;
  }

  /**
   * Returns the methods that a class itself has, abstract ones and bridges too.
   *
   * @param type the internal name
   */
  static List<Member> ownMethods(String type, byte[] classFile) {
    List<Member> methods = new ArrayList<>();
    for (Member each : parse(type, classFile).members.values()) {
      if (isMethod(each)) {
        methods.add(each);
      }
    }
    return methods;
  }

  private static boolean isMethod(Member member) {
    return member.descriptor.startsWith("(");
  }

  /** Returns whether a class is an interface; throws if it has no file. */
  boolean isInterface(String type) throws PathException {
    return file(type).isInterface;
  }

  private ClassFile file(String type) throws PathException {
    ClassFile file = known.get(type);
    if (file == null) {
      file = type.startsWith("java/") ? ofJdk(type) : read(type);
      known.put(type, file);
    }
    return file;
  }

  /** Every JVM has these loaded or can load them without running code of the application. */
  private static ClassFile ofJdk(String type) throws PathException {
    try {
      Class<?> loaded = Class.forName(type.replace('/', '.'), false, null);
      ClassFile file = new ClassFile(type);
      file.isInterface = loaded.isInterface();
      Class<?> above = loaded.getSuperclass();
      file.superName = above == null ? null : Type.getInternalName(above);
      Class<?>[] interfaces = loaded.getInterfaces();
      file.interfaces = new String[interfaces.length];
      for (int i = 0; i < interfaces.length; i++) {
        file.interfaces[i] = Type.getInternalName(interfaces[i]);
      }
      for (Method method : loaded.getDeclaredMethods()) {
        add(file, method.getModifiers(), method.getName(), Type.getMethodDescriptor(method));
      }
      return file;
    } catch (ClassNotFoundException e) {
      throw new PathException("there is no class " + type.replace('/', '.'));
    }
  }

  private ClassFile read(String type) throws PathException {
    try (InputStream in = loader.getResourceAsStream(type + ".class")) {
      byte[] bytes = in == null ? null : BoundedRead.all(in, MAX_BYTES);
      if (bytes == null) {
        throw new PathException("there is no class " + type.replace('/', '.'));
      }
      return parse(type, bytes);
    } catch (IOException e) {
      throw new PathException("class " + type.replace('/', '.') + " cannot be read: " + e);
    }
  }

  private static ClassFile parse(String type, byte[] bytes) {
    ClassFile file = new ClassFile(type);
    OpenedClassReader.of(bytes)
        .accept(
            new ClassVisitor(OpenedClassReader.ASM_API) {
              @Override
              public void visit(
                  int version,
                  int access,
                  String name,
                  @Nullable String signature,
                  @Nullable String superName,
                  String @Nullable [] interfaces) {
                file.isInterface = Modifier.isInterface(access);
                file.superName = superName;
                file.interfaces = interfaces == null ? file.interfaces : interfaces;
              }

              @Override
              public void visitNestHost(String host) {
                file.nest = host;
              }

              @Override
              public @Nullable FieldVisitor visitField(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  @Nullable Object value) {
                file.members.put(name, new Member(file, access, name, descriptor));
                return null;
              }

              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                add(file, access, name, descriptor);
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return file;
  }

  /** Bridges differ from what they lead to in the result only, and are no worse to call. */
  private static void add(ClassFile file, int access, String name, String descriptor) {
    String key = name + descriptor.substring(0, descriptor.indexOf(')') + 1);
    boolean isBridge = (access & Opcodes.ACC_BRIDGE) != 0;
    if (!isBridge || !file.members.containsKey(key)) {
      file.members.put(key, new Member(file, access, name, descriptor));
    }
  }
}
