package io.exporteragent.source.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Gatherer;
import io.exporteragent.gather.Source;
import io.exporteragent.weave.AdviceWeaver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Class files in, class files out, with nothing else to look at. */
class AdviceWeaverTest {
  private final Advices advices = new Advices();

  @ParameterizedTest
  @ValueSource(
      classes = {
        Shop.class,
        Source.class,
        Gatherer.class,
        ArrayList.class,
        ConcurrentHashMap.class,
        Advice.class
      })
  void anyClass_isWovenWithoutItsSupertypes_andGetsNoNewMember(Class<?> type) throws Exception {
    byte[] classFile = ClassFileLocator.ForClassLoader.read(type);
    Map<String, List<MethodVisitorWrapper>> everywhere = new HashMap<>();
    for (String method : methods(classFile)) {
      everywhere.put(method, advice(method.startsWith("<init>")));
    }
    byte[] woven = new AdviceWeaver().weave(type.getName(), classFile, everywhere);

    assertThat(woven).isNotEqualTo(classFile);
    assertThat(members(woven, 0)).isEqualTo(members(classFile, 0));
  }

  private List<MethodVisitorWrapper> advice(boolean isConstructor) {
    return isConstructor
        ? List.of(advices.of(MethodAdvice.ObserveConstructor.class, 1))
        : Stream.of(
                MethodAdvice.Observe.class, MethodAdvice.Fail.class, MethodAdvice.InFlight.class)
            .<MethodVisitorWrapper>map(kind -> advices.of(kind, 1))
            .toList();
  }

  private static List<String> methods(byte[] classFile) {
    return members(classFile, Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE).stream()
        .filter(member -> member.contains("(") && !member.startsWith("<clinit>"))
        .toList();
  }

  private static List<String> members(byte[] classFile, int leftOut) {
    List<String> members = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public FieldVisitor visitField(
                  int access, String name, String descriptor, String signature, Object value) {
                members.add(name + descriptor);
                return null;
              }

              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                if ((access & leftOut) == 0) {
                  members.add(name + descriptor);
                }
                return null;
              }
            },
            0);
    return members;
  }
}
