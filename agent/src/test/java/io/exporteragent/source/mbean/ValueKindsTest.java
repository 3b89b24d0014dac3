package io.exporteragent.source.mbean;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which values become samples, and what they look like to a rule. */
class ValueKindsTest extends Conformance {
  private static final String NAME = "v:type=T";
  private static final Date DATE = Date.from(Instant.ofEpochMilli(1_700_000_000_123L));

  private enum State {
    RUNNING,
    A
  }

  private enum Bodied {
    B {
      @Override
      public String toString() {
        return "b";
      }
    }
  }

  @Override
  Stream<Case> cases() {
    return Stream.of(
        Case.of("B1 a long loses digits")
            .bean(NAME, new PlainBean().with("l", 9_007_199_254_740_993L))
            .shows("v_T_l 9.007199254740992E15"),
        Case.of("B2 any other Number")
            .bean(
                NAME,
                new PlainBean()
                    .with("i", new BigInteger("123456789012345678901234567890"))
                    .with("d", new BigDecimal("1.50"))
                    .with("a", new AtomicLong(7)))
            .shows("v_T_i 1.2345678901234568E29", "v_T_d 1.5", "v_T_a 7.0"),
        Case.of("B3 not a number, and infinite")
            .bean(
                NAME,
                new PlainBean()
                    .with("n", Double.NaN)
                    .with("p", Double.POSITIVE_INFINITY)
                    .with("m", Float.NEGATIVE_INFINITY))
            .shows("v_T_n NaN", "v_T_p +Inf", "v_T_m -Inf"),
        Case.of("B4 true is one")
            .bean(NAME, new PlainBean().with("t", true, "f", false))
            .shows("v_T_t 1.0", "v_T_f 0.0"),
        Case.of("B5 a date is its seconds")
            .bean(NAME, new PlainBean().with("d", DATE))
            .shows("v_T_d 1.700000000123E9"),
        Case.of("B6 an Optional is its value")
            .bean(
                NAME,
                new PlainBean()
                    .with("one", Optional.of(42))
                    .with("two", Optional.of(Optional.of(1)))
                    .with("none", Optional.empty()))
            .shows("v_T_one 42.0", "v_T_two 1.0"),
        Case.of("B7 text is nothing without a value")
            .bean(NAME, new PlainBean().with("a", "12", "b", "one"))
            .shows(),
        Case.of("B8 null and arrays are nothing")
            .bean(NAME, new PlainBean().with("n", null, "a", new int[] {1}, "ok", 1))
            .shows("v_T_ok 1.0"),
        Case.of("B9 neither are characters and collections")
            .bean(NAME, new PlainBean().with("c", 'x', "l", new ArrayList<>(), "ok", 1))
            .shows("v_T_ok 1.0"),
        Case.of("B10 an enum is text for a rule with a value")
            .bean("org.bean.enum:type=StateMetrics", new PlainBean().with("State", State.RUNNING))
            .file(
                """
                rules:
                - pattern: 'org.bean.enum<type=StateMetrics.*>State: RUNNING'
                  name: bean_running
                  value: '1'
                """)
            .shows("bean_running 1.0"),
        Case.of("B11 an enum constant with a body is not")
            .bean(NAME, new PlainBean().with("State", Bodied.B))
            .file("rules:\n- {pattern: '.*', name: x, value: '1'}\n")
            .shows(),
        Case.of("B12 the text that rules match is Java's")
            .bean(NAME, ofAllKinds())
            .file(
                """
                rules:
                - pattern: 'v<type=T><>(.+): (.*)'
                  name: v_$1
                  value: '1'
                  labels: {val: "$2"}
                """)
            .shows(
                "v_atomic{val=\"7\"} 1.0",
                "v_decimal{val=\"1.50\"} 1.0",
                "v_bool{val=\"true\"} 1.0",
                "v_date{val=\"1.700000000123E9\"} 1.0",
                "v_state{val=\"A\"} 1.0",
                "v_float{val=\"0.2\"} 1.0",
                "v_inf{val=\"Infinity\"} 1.0",
                "v_nan{val=\"NaN\"} 1.0",
                "v_long{val=\"9007199254740993\"} 1.0",
                "v_text{val=\"12\"} 1.0",
                "v_maybe{val=\"s\"} 1.0"),
        Case.of("B13 a value that is no number is no sample, a factor applies to one that is")
            .bean(NAME, ofAllKinds())
            .file(
                """
                rules:
                - pattern: 'v<type=T><>(.+): (.*)'
                  name: v_$1
                  value: $2
                  valueFactor: 10
                """)
            .shows(
                "v_atomic 70.0",
                "v_decimal 15.0",
                "v_date 1.700000000123E10",
                "v_float 2.0",
                "v_inf +Inf",
                "v_nan NaN",
                "v_long 9.007199254740992E16",
                "v_text 120.0"),
        Case.of("B14 a factor does not apply to true and false")
            .bean(NAME, new PlainBean().with("b", true, "d", DATE, "l", 9_007_199_254_740_993L))
            .file("rules:\n- {pattern: '<>(.+):', name: 'v_$1', valueFactor: 0.001}\n")
            .shows("v_b 1.0", "v_d 1700000.000123", "v_l 9.007199254740992E12"),
        Case.of("B15 a point does not match the end of a line in text")
            .bean(NAME, new PlainBean().with("txt", "a\nb"))
            .file(
                """
                rules:
                - {pattern: '.*txt.*', name: t, value: '1'}
                - {pattern: '[\\s\\S]*txt[\\s\\S]*', name: u, value: '1'}
                """)
            .shows("u 1.0"));
  }

  private static PlainBean ofAllKinds() {
    return new PlainBean()
        .with("atomic", new AtomicLong(7), "decimal", new BigDecimal("1.50"), "bool", true)
        .with("date", DATE, "state", State.A, "float", 0.2f)
        .with("inf", Double.POSITIVE_INFINITY, "nan", Double.NaN)
        .with("long", 9_007_199_254_740_993L, "text", "12", "maybe", Optional.of("s"))
        .with("bodied", Bodied.B, "none", null, "empty", Optional.empty());
  }

  @Test
  void theCollector_asksAgainForNullArraysAndText_notForWhatCanNeverBeASample() throws Exception {
    PlainBean bean = new PlainBean().with("n", null, "a", new int[] {1}, "t", "x", "ok", 1);
    bean.with("e", Optional.empty(), "c", 'x', "l", new ArrayList<>(), "b", Bodied.B);
    Registered registered = Registered.of(Map.of(Registered.name(NAME), bean));
    try {
      Oracle oracle = new Oracle("includeObjectNames: ['v:*']");
      oracle.scrape();
      assertThat(bean.asked()).containsExactly("n", "a", "t", "ok", "e", "c", "l", "b");
      oracle.scrape();
      assertThat(bean.asked()).containsExactly("n", "a", "t", "ok", "e");
    } finally {
      registered.close();
    }
  }
}
