package io.exporteragent.source.module.isolate;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Makes a module's class use the module's registry where it names the default one, which all
 * modules share:
 *
 * <pre>
 *   PrometheusRegistry.defaultRegistry   becomes   the registry of my class loader
 *   Gauge.builder()...register()         becomes   Gauge.builder()...register(that registry)
 * </pre>
 *
 * <p>So each metric is known to be of its module, whichever thread makes it and however late. What
 * reaches the default registry all the same could be of any module: a method reference ({@code
 * builder::register}) and reflection are not redirected, but {@link SharedClientJava} reports them.
 */
final class DefaultRegistryRedirect {
  private static final byte[] CLIENT_JAVA =
      "io/prometheus/metrics/".getBytes(StandardCharsets.US_ASCII);
  private static final String REGISTRY = Type.getInternalName(PrometheusRegistry.class);
  private static final String REGISTRY_TYPE = Type.getDescriptor(PrometheusRegistry.class);

  private DefaultRegistryRedirect() {}

  /**
   * Returns the class file to define.
   *
   * @throws ClassFormatError if it is not a class file, or of a Java version that is not known yet
   */
  static byte[] apply(byte[] bytes) {
    if (!mentionsClientJava(bytes)) {
      return bytes;
    }
    try {
      ClassReader reader = new ClassReader(bytes);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(new Redirect(writer, Type.getObjectType(reader.getClassName())), 0);
      return writer.toByteArray();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      ClassFormatError error = new ClassFormatError("cannot be read: " + e.getMessage());
      error.initCause(e);
      throw error;
    }
  }

  private static boolean mentionsClientJava(byte[] bytes) {
    int last = bytes.length - CLIENT_JAVA.length;
    for (int start = 0; start <= last; start++) {
      int length = 0;
      while (length < CLIENT_JAVA.length && bytes[start + length] == CLIENT_JAVA[length]) {
        length++;
      }
      if (length == CLIENT_JAVA.length) {
        return true;
      }
    }
    return false;
  }

  private static final class Redirect extends ClassVisitor {
    private final Type self;

    Redirect(ClassVisitor next, Type self) {
      super(Opcodes.ASM9, next);
      this.self = self;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new RedirectedMethod(
          super.visitMethod(access, name, descriptor, signature, exceptions), self);
    }
  }

  private static final class RedirectedMethod extends MethodVisitor {
    private final Type self;

    RedirectedMethod(MethodVisitor next, Type self) {
      super(Opcodes.ASM9, next);
      this.self = self;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (opcode == Opcodes.GETSTATIC && owner.equals(REGISTRY) && name.equals("defaultRegistry")) {
        pushOwnRegistry();
      } else {
        super.visitFieldInsn(opcode, owner, name, descriptor);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      if (opcode == Opcodes.INVOKEVIRTUAL
          && owner.startsWith("io/prometheus/metrics/")
          && name.equals("register")
          && descriptor.startsWith("()")) {
        pushOwnRegistry();
        super.visitMethodInsn(
            opcode, owner, name, "(" + REGISTRY_TYPE + descriptor.substring(1), ofInterface);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
      }
    }

    private void pushOwnRegistry() {
      super.visitLdcInsn(self);
      super.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL,
          "java/lang/Class",
          "getClassLoader",
          "()Ljava/lang/ClassLoader;",
          false);
      String supplier = Type.getInternalName(Supplier.class);
      super.visitTypeInsn(Opcodes.CHECKCAST, supplier);
      super.visitMethodInsn(Opcodes.INVOKEINTERFACE, supplier, "get", "()Ljava/lang/Object;", true);
      super.visitTypeInsn(Opcodes.CHECKCAST, REGISTRY);
    }
  }
}
