package io.exporteragent.source.method;

import static io.exporteragent.source.method.MeasuredMethods.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.weave.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which classes are woven, and that they are what they were before when they no longer are. */
class WeavingTest {
  private static final String SHOP = Shop.class.getName();

  private MeasuredMethods measured;
  private Witness witness;

  @BeforeEach
  void come() throws Exception {
    measured = MeasuredMethods.by();
    witness = Witness.get();
  }

  @AfterEach
  void go() {
    measured.close();
  }

  @Test
  void ruleGone_orSourceClosed_classIsWhatItWasBefore() throws Exception {
    MethodRule rule = rule(SHOP + "#*", WeavingTest::counted);
    byte[] original = witness.classFile(Shop.class);
    measured.use(rule);
    await().until(() -> witness.isWoven(Shop.class));

    measured.use();
    await().until(() -> !witness.isWoven(Shop.class));
    assertThat(witness.classFile(Shop.class)).isEqualTo(original);

    measured.use(rule);
    await().until(() -> witness.isWoven(Shop.class));
    measured.close();
    assertThat(witness.classFile(Shop.class)).isEqualTo(original);
    assertThat(measured.messages).isEmpty();
  }

  @Test
  void twoRulesForOneClass_oneGoes_theOtherStaysWoven() {
    MethodRule open = rule(SHOP + "#open", WeavingTest::counted);
    MethodRule orders = rule(SHOP + "#orders(..)", to -> to.counter("orders_total"));
    measured.use(open, orders);
    measured.awaitMatches(open, 1);
    measured.awaitMatches(orders, 1);

    measured.use(orders);
    await().until(() -> !measured.values().containsKey("calls"));
    new Shop().orders("tea");
    assertThat(measured.values()).containsEntry("orders", 1.0);
    assertThat(witness.isWoven(Shop.class)).isTrue();
  }

  @Test
  void tooManyMatches_noneIsMeasured_andThatIsSaid() throws Exception {
    byte[] original = witness.classFile(Shop.class);
    MethodRule rule =
        MeasuredMethods.ruleInFile(
            "{match: 'extends "
                + SHOP
                + "#*', counter: calls_total, histogram: call_seconds, errors: errors_total, max: 3}");
    measured.use(rule);
    await().until(() -> !measured.messages.isEmpty());
    await().until(() -> !witness.isWoven(Shop.class));

    assertThat(measured.messages)
        .containsExactly(
            "test.yml:1:1 the top level: \""
                + rule.id()
                + "\" matches more than 3 methods, so none of them is measured: narrow it or raise its max");
    assertThat(measured.values()).doesNotContainKey("calls");
    assertThat(measured.matches(rule.id())).isEqualTo(10);
    assertThat(witness.classFile(Shop.class)).isEqualTo(original);
  }

  @Test
  void loaderThatHidesEverything_classIsMeasured() throws Exception {
    Class<?> hidden = Loaders.newClass("com.shop.Hidden");
    assertThat(hidden.getClassLoader().getParent()).isNull();
    MethodRule rule = rule("com.shop.Hidden#answer", WeavingTest::counted);
    measured.use(rule);
    measured.awaitMatches(rule, 1);

    assertThat(answer(hidden)).isEqualTo("yes");
    assertThat(measured.values()).containsEntry("calls", 1.0);
  }

  @Test
  void classThatCannotBeLinked_staysAsItIs_andTheOthersOfItsBatchAreMeasured() throws Exception {
    Class<?> broken = Loaders.of("com.shop.pair.Broken", failingVerification());
    Class<?> sound = Loaders.newClass("com.shop.pair.Sound");
    MethodRule rule = rule("com.shop.pair.*#*", WeavingTest::counted);
    measured.use(rule);
    measured.awaitMatches(rule, 1);

    assertThat(answer(sound)).isEqualTo("yes");
    assertThat(measured.values()).containsEntry("calls", 1.0);
    assertThat(measured.messages)
        .singleElement()
        .asString()
        .startsWith("class " + broken.getName() + " could not be changed");
  }

  @Test
  void classThatCannotBeWoven_hasNoMetrics_andThatIsSaidOnce() throws Exception {
    measured.close();
    AtomicLong nanoClock = new AtomicLong();
    measured = MeasuredMethods.by(nanoClock::get);
    MethodRule rule = rule("com.shop.Huge#answer", to -> counted(to).inFlight("in_flight"));
    MethodRule present = rule(SHOP + "#open", to -> to.counter("opened_total"));
    measured.use(rule, present);
    measured.awaitMatches(present, 1);
    Class<?> huge = Loaders.of("com.shop.Huge", withoutRoomForMore());
    assertThat(huge.getMethod("answer").invoke(null)).isEqualTo(42);
    await().until(() -> !measured.messages.isEmpty());
    nanoClock.addAndGet(Duration.ofMinutes(2).toNanos());
    measured.use(rule);
    await().until(() -> Double.isNaN(measured.matches(present.id())));
    measured.use(rule, present);
    measured.awaitMatches(present, 1);

    assertThat(measured.values())
        .doesNotContainKeys("calls", "in_flight")
        .containsEntry("exporter_agent_method_rule_matches " + rule.id(), 0.0);
    assertThat(measured.histogram("call_seconds")).isNull();
    assertThat(measured.messages)
        .singleElement()
        .asString()
        .startsWith("class com.shop.Huge could not be changed, so it stays as it is: ")
        .contains("MethodTooLarge");
    assertThat(witness.isWoven(huge)).isFalse();
  }

  @Test
  void classNamedExactly_firstCallCounts() throws Exception {
    MethodRule rule = rule("com.shop.Fresh#answer", WeavingTest::counted);
    MethodRule present = rule(SHOP + "#open", to -> to.counter("opened_total"));
    measured.use(rule, present);
    measured.awaitMatches(present, 1);
    Class<?> fresh = Loaders.newClass("com.shop.Fresh");
    answer(fresh);

    assertThat(measured.values()).containsEntry("calls", 1.0);
    measured.awaitMatches(rule, 1);
    answer(fresh);
    assertThat(measured.values()).containsEntry("calls", 2.0);
  }

  @Test
  void hundredsOfClasses_areWovenAndRestored() throws Exception {
    List<Class<?>> classes = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      classes.add(Loaders.newClass("com.shop.many.Class" + i));
    }
    MethodRule rule = rule("com.shop.many.*#*", to -> counted(to).max(500));
    measured.use(rule);
    await().atMost(Duration.ofMinutes(2)).until(() -> measured.matches(rule.id()) == 500);
    for (Class<?> each : classes) {
      answer(each);
    }
    assertThat(measured.values()).containsEntry("calls", 500.0);

    measured.close();
    assertThat(classes).noneMatch(witness::isWoven);
  }

  @Test
  void classFilesOfOldReleases_withSubroutines_areMeasured() throws Exception {
    for (int version : new int[] {Opcodes.V1_1, Opcodes.V1_4, Opcodes.V1_5}) {
      String name = "com.shop.Old" + version;
      Class<?> old = Loaders.of(name, withSubroutine(name, version));
      MethodRule rule = rule(name + "#answer", WeavingTest::counted);
      measured.use(rule);
      measured.awaitMatches(rule, 1);

      assertThat(old.getMethod("answer").invoke(null)).isEqualTo(42);
      assertThat(measured.values()).containsEntry("calls", 1.0);
      assertThat(measured.messages).isEmpty();
    }
  }

  private static Object answer(Class<?> type) throws ReflectiveOperationException {
    return type.getMethod("answer").invoke(type.getConstructor().newInstance());
  }

  private static RuleBuilder counted(RuleBuilder to) {
    return to.counter("calls_total").histogram("call_seconds").errors("errors_total");
  }

  /** Returns a number from an empty stack. */
  private static byte[] failingVerification() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V1_8, Opcodes.ACC_PUBLIC, "com/shop/pair/Broken", null, "java/lang/Object", null);
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "answer", "()I", null, null);
    method.visitCode();
    method.visitInsn(Opcodes.IRETURN);
    method.visitMaxs(1, 0);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Its method is nearly as long as methods may be. */
  private static byte[] withoutRoomForMore() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "com/shop/Huge", null, "java/lang/Object", null);
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "answer", "()I", null, null);
    method.visitCode();
    for (int i = 0; i < 65_530; i++) {
      method.visitInsn(Opcodes.NOP);
    }
    method.visitIntInsn(Opcodes.BIPUSH, 42);
    method.visitInsn(Opcodes.IRETURN);
    method.visitMaxs(1, 0);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** With the instructions jsr and ret, of which compilers before Java 6 made finally blocks. */
  private static byte[] withSubroutine(String name, int version) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        version, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "answer", "()I", null, null);
    Label subroutine = new Label();
    method.visitCode();
    method.visitJumpInsn(Opcodes.JSR, subroutine);
    method.visitVarInsn(Opcodes.ILOAD, 1);
    method.visitInsn(Opcodes.IRETURN);
    method.visitLabel(subroutine);
    method.visitVarInsn(Opcodes.ASTORE, 0);
    method.visitIntInsn(Opcodes.BIPUSH, 42);
    method.visitVarInsn(Opcodes.ISTORE, 1);
    method.visitVarInsn(Opcodes.RET, 0);
    method.visitMaxs(1, 2);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
