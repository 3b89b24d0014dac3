package io.exporteragent.source.mbean.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.management.Attribute;
import org.junit.jupiter.api.Test;

/** Values that throw or change: each costs itself, for as long as it does so. */
class BrokenValuesTest {

  @Test
  void memberThatThrows_costsItsAttribute_untilItDoesNot() throws Exception {
    boolean[] isBad = {true};
    StrangeData data = new StrangeData(() -> isBad[0] ? Unknown.sneak(new Unknown("member")) : 8L);
    try (Bench bench = new Bench().with("m", new OddBean().with("c", data).with("n", 3))) {
      for (int i = 0; i < 3; i++) {
        assertThat(bench.samples())
            .containsEntry("v[attribute, n, bean, m]", 3.0)
            .doesNotContainKey("v[attribute, bad, bean, m]");
      }
      assertThat(bench.messages()).singleElement().asString().contains("c of t:type=m");
      isBad[0] = false;
      assertThat(bench.samples())
          .containsEntry("v[attribute, bad, bean, m]", 8.0)
          .containsEntry("v[attribute, good, bean, m]", 7.0);
    }
  }

  @Test
  void labelThatCannotBePrinted_costsTheLabel() throws Exception {
    Object unprintable =
        new Object() {
          @Override
          public String toString() {
            throw new Unknown("label");
          }
        };
    OddBean bean = new OddBean().with("label", unprintable).with("n", 3);
    try (Bench bench = new Bench("label").with("m", bean)) {
      for (int i = 0; i < 2; i++) {
        assertThat(bench.samples()).containsEntry("v[attribute, n, bean, m]", 3.0);
      }
      assertThat(bench.messages()).singleElement().asString().contains("toString of t:type=m");
    }
  }

  @Test
  void valuesThatChangeTheirClass_areReadAsWhatTheyAre() throws Exception {
    OddBean bean = new OddBean();
    try (Bench bench = new Bench().with("m", bean.with("n", 3))) {
      Object[] values = {3, "text", 4L, null, new StrangeData(() -> 8L), 5.5, true, new int[1], 6};
      double[] samples = {3, 0, 4, 0, 0, 5.5, 1, 0, 6};
      for (int i = 0; i < values.length; i++) {
        bean.with("n", values[i]);
        Double sample = bench.samples().get("v[attribute, n, bean, m]");
        assertThat(sample == null ? 0 : sample).as("value %d", i).isEqualTo(samples[i]);
      }
      assertThat(bench.messages()).isEmpty();
    }
  }

  @Test
  void attributeThatIsThereTwice_isReadOnce() throws Exception {
    OddBean bean = new OddBean().with("n", 3);
    bean.answering(
        usual -> {
          usual.add(new Attribute("n", 4));
          usual.addAll(List.copyOf(usual));
          return usual;
        });
    try (Bench bench = new Bench().with("m", bean)) {
      assertThat(bench.samples()).hasSize(1).containsEntry("v[attribute, n, bean, m]", 3.0);
    }
  }
}
