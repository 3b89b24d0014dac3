package io.exporteragent.source.mbean.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.gather.Samples;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Beans that throw, lie or change: the page has all the rest, and each bean is named once. */
class BrokenBeansTest {
  private static final String FINE = "v[attribute, n, bean, a]";
  private static final String FINE_TOO = "v[attribute, n, bean, z]";

  private static Bench withTwoFine(String... labelAttributes) {
    return new Bench(labelAttributes)
        .with("a", new OddBean().with("n", 1))
        .with("z", new OddBean().with("n", 2));
  }

  /** An exception that cannot even be printed. */
  private static final class Unprintable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no text");
    }
  }

  private static Arguments broken(String how, Consumer<OddBean> change) {
    return Arguments.of(how, change);
  }

  private static Arguments informs(String how, Supplier<MBeanInfo> info) {
    return broken(how, bean -> bean.informing(usual -> info.get()));
  }

  private static Arguments answers(String how, Supplier<AttributeList> answer) {
    return broken(how, bean -> bean.answering(usual -> answer.get()));
  }

  static Stream<Arguments> brokenBeans() {
    return Stream.of(
        informs("info throws", () -> Unknown.sneak(new IllegalStateException("info"))),
        informs("info throws an Error", () -> Unknown.sneak(new Unknown("info"))),
        informs("info throws what is checked", () -> Unknown.sneak(new Exception("info"))),
        informs("info overflows the stack", () -> Unknown.sneak(new StackOverflowError())),
        informs("info throws what cannot be printed", () -> Unknown.sneak(new Unprintable())),
        informs("info is null", () -> null),
        informs("info throws when asked", StrangeInfo::new),
        answers("answer is null", () -> null),
        answers(
            "an attribute throws when asked",
            () -> new AttributeList(List.of(new StrangeAttribute("n")))),
        broken(
            "a number throws",
            bean -> bean.with("n", new StrangeNumber(() -> Unknown.sneak(new Unknown("number"))))),
        broken("all of composite data throws", bean -> bean.with("n", StrangeData.withoutType())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenBeans")
  void costsItselfAlone_andIsNamedOnce(String how, Consumer<OddBean> change) throws Exception {
    OddBean bean = new OddBean().with("n", 3);
    try (Bench bench = withTwoFine().with("m", bean)) {
      change.accept(bean);
      for (int i = 0; i < 3; i++) {
        EngineResult result = bench.scrape();
        assertThat(Samples.of(result.families())).isEqualTo(Map.of(FINE, 1.0, FINE_TOO, 2.0));
        assertThat(result.isComplete()).isTrue();
        assertThat(result.failures()).isEqualTo(1);
      }
      assertThat(bench.messages()).singleElement().asString().contains("t:type=m");
      bean.informing(usual -> usual).answering(usual -> usual).with("n", 4);
      assertThat(bench.samples()).containsEntry("v[attribute, n, bean, m]", 4.0).hasSize(3);
    }
  }

  private static final class StrangeInfo extends MBeanInfo {
    private static final long serialVersionUID = 1L;

    StrangeInfo() {
      super("Strange", "a test", null, null, null, null);
    }

    @Override
    public MBeanAttributeInfo[] getAttributes() {
      throw new Unknown("attributes");
    }
  }

  private static final class StrangeList extends AttributeList {
    private static final long serialVersionUID = 1L;

    @Override
    public Object[] toArray() {
      throw new Unknown("list");
    }
  }

  private static final class StrangeAttribute extends Attribute {
    private static final long serialVersionUID = 1L;

    StrangeAttribute(String name) {
      super(name, 1);
    }

    @Override
    public Object getValue() {
      throw new Unknown("value");
    }
  }

  @Test
  void getterThatThrows_costsItsAttribute_andSaysWhy() throws Exception {
    OddBean bean =
        new OddBean()
            .getting("bad", () -> Unknown.sneak(new IllegalStateException("bad\nday")))
            .with("good", 3);
    try (Bench bench = withTwoFine().with("m", bean)) {
      for (int i = 0; i < 3; i++) {
        EngineResult result = bench.scrape();
        assertThat(Samples.of(result.families()))
            .isEqualTo(Map.of(FINE, 1.0, FINE_TOO, 2.0, "v[attribute, good, bean, m]", 3.0));
        assertThat(result.failures()).isZero();
      }
      assertThat(bench.messages())
          .containsExactly(
              "jmx.yml: attribute bad of t:type=m cannot be read and is left out: java.lang.IllegalStateException: bad day");
    }
  }

  @Test
  void getterThatIsNotSupported_isNoNews() throws Exception {
    OddBean bean =
        new OddBean()
            .getting("bad", () -> Unknown.sneak(new UnsupportedOperationException("threshold")))
            .with("good", 3);
    try (Bench bench = withTwoFine().with("m", bean)) {
      assertThat(bench.samples()).hasSize(3);
      assertThat(bench.messages()).isEmpty();
    }
  }

  @Test
  void gettersThatThrowAnError_costThemselves_whileTheOthersAreReadOneByOne() throws Exception {
    OddBean bean =
        new OddBean()
            .getting("bad", () -> Unknown.sneak(new Unknown("bad")))
            .getting("deep", () -> Unknown.sneak(new StackOverflowError()))
            .with("good", 3);
    try (Bench bench = withTwoFine().with("m", bean)) {
      for (int i = 0; i < 3; i++) {
        EngineResult result = bench.scrape();
        assertThat(Samples.of(result.families()))
            .isEqualTo(Map.of(FINE, 1.0, FINE_TOO, 2.0, "v[attribute, good, bean, m]", 3.0));
        assertThat(result.failures()).as("each attribute").isEqualTo(2);
      }
      assertThat(bench.messages())
          .containsExactly(
              "jmx.yml: attribute bad of t:type=m cannot be read and is left out: "
                  + Unknown.class.getName()
                  + ": bad");
    }
  }

  static Stream<Arguments> brokenAnswers() {
    return Stream.of(
        answers("throws", () -> Unknown.sneak(new Unknown("answer"))),
        answers("throws what cannot be printed", () -> Unknown.sneak(new Unprintable())),
        answers("throws when it is looked at", StrangeList::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenAnswers")
  void answerToSeveral_costsNothing_andIsNamedOnce(String how, Consumer<OddBean> change)
      throws Exception {
    OddBean bean = new OddBean().with("n", 3);
    try (Bench bench = withTwoFine().with("m", bean)) {
      change.accept(bean);
      for (int i = 0; i < 3; i++) {
        EngineResult result = bench.scrape();
        assertThat(Samples.of(result.families())).hasSize(3);
        assertThat(result.failures()).isZero();
      }
      assertThat(bench.messages())
          .singleElement()
          .asString()
          .startsWith(
              "jmx.yml: getAttributes of t:type=m fails, so that its attributes are read one by one, and get no labels of attributesAsLabels: ");
    }
  }

  @Test
  void infoThatChangesAtEachCall_isFollowed() throws Exception {
    int[] calls = {0};
    OddBean bean = new OddBean();
    try (Bench bench = withTwoFine().with("m", bean.with("even", 1).with("odd", 2))) {
      bean.informing(
          usual -> {
            MBeanAttributeInfo one = usual.getAttributes()[calls[0]++ % 2];
            return new MBeanInfo("Odd", "a test", new MBeanAttributeInfo[] {one}, null, null, null);
          });
      for (int i = 0; i < 4; i++) {
        assertThat(bench.samples())
            .hasSize(3)
            .containsKey(i % 2 == 0 ? "v[attribute, even, bean, m]" : "v[attribute, odd, bean, m]");
      }
      assertThat(bench.messages()).isEmpty();
    }
  }

  @Test
  void manyBrokenBeans_areNamedUpToALimit_andAllCounted() throws Exception {
    try (Bench bench = withTwoFine()) {
      for (int i = 0; i < 50; i++) {
        bench.with("m" + i, new OddBean().with("n", 1).answering(usual -> null));
      }
      assertThat(bench.scrape().failures()).isEqualTo(50);
      assertThat(bench.scrape().failures()).isEqualTo(50);
      assertThat(bench.messages())
          .hasSize(21)
          .endsWith("jmx.yml: further failures of MBeans are only counted");
    }
  }
}
