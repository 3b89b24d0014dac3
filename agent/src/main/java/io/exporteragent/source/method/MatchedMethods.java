package io.exporteragent.source.method;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Finds the methods in a class file that match a pattern, without reading their code. */
final class MatchedMethods extends ClassVisitor {
  private static final int LEFT_OUT =
      Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC;

  private final MethodPattern pattern;
  private final Set<String> matched = new LinkedHashSet<>();
  private boolean annotated;

  private MatchedMethods(MethodPattern pattern) {
    super(OpenedClassReader.ASM_API);
    this.pattern = pattern;
    this.annotated = !pattern.isAnnotated();
  }

  static Set<String> in(byte[] classFile, MethodPattern pattern) {
    MatchedMethods visitor = new MatchedMethods(pattern);
    OpenedClassReader.of(classFile)
        .accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return visitor.matched;
  }

  /** Is called before any method is visited. */
  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    annotated |= isAskedFor(descriptor);
    return null;
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    if ((access & LEFT_OUT) != 0
        || !pattern.matchesModifiers(access)
        || !pattern.matchesMethod(name)
        || !pattern.matchesParameters(parameterTypes(descriptor))) {
      return null;
    }
    if (annotated) {
      matched.add(name + descriptor);
      return null;
    }
    return new MethodVisitor(OpenedClassReader.ASM_API) {
      @Override
      public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        if (isAskedFor(annotation)) {
          matched.add(name + descriptor);
        }
        return null;
      }
    };
  }

  private boolean isAskedFor(String descriptor) {
    return pattern.matchesAnnotation(Type.getType(descriptor).getClassName());
  }

  private static List<String> parameterTypes(String descriptor) {
    List<String> types = new ArrayList<>();
    for (Type type : Type.getArgumentTypes(descriptor)) {
      types.add(type.getClassName());
    }
    return types;
  }
}
