package io.exporteragent.source.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class MethodPatternTest {

  @ParameterizedTest
  @CsvSource({
    "com.shop.Order, com.shop.Order, true",
    "com.shop.Order, com.shop.Order$Item, false",
    "com.shop.Order, com.shop.Orders, false",
    "com.shop.Order$Item, com.shop.Order$Item, true",
    "com.shop.*, com.shop.Order, true",
    "com.shop.*, com.shop.Order$Item, true",
    "com.shop.*, com.shop.api.Order, false",
    "com.shop.*, com.shop, false",
    "com.shop..*, com.shop.Order, true",
    "com.shop..*, com.shop.api.v1.Order, true",
    "com.shop..*, com.shopping.Order, false",
    "com.shop..Order*, com.shop.api.OrderService, true",
    "com.shop..Order*, com.shop.api.Service, false",
    "com..api..*Service, com.shop.api.v1.OrderService, true",
    "com..api..*Service, com.shop.v1.OrderService, false",
    "com..api..api.X, com.api.X, false",
    "com..api..api.X, com.api.api.X, true",
    "com.*.Order, com.shop.Order, true",
    "com.*.Order, com.shop.api.Order, false",
    "com.shop.*a*b, com.shop.aabab, true",
    "com.shop.*a*b, com.shop.ba, false",
    "..Order, com.shop.Order, true",
    "..Order, Order, true",
    "..Order, com.shop.MyOrder, false",
    "Order, com.shop.Order, true",
    "Order, Order, true",
    "Order, com.shop.Order$Item, false",
    "*Service, com.shop.api.OrderService, true",
    "*, com.shop.Order, true",
    "*, Main, true",
    "*.*, Main, false",
    "com.shop.Ordér, com.shop.Ordér, true"
  })
  void className_matches(String pattern, String name, boolean expected)
      throws ConfigurationException {
    assertThat(MethodPattern.parse(pattern).matchesType(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "X, process, true",
    "X, <init>, false",
    "X, <clinit>, false",
    "X#*, process, true",
    "X#*, <init>, false",
    "X#new, <init>, true",
    "X#new, new, false",
    "X#new, process, false",
    "X#<init>, <init>, true",
    "X#<init>(..), <init>, true",
    "X#find*, findAll, true",
    "X#find*, find, true",
    "X#find*, refind, false",
    "X#*nit*, <init>, false",
    "X#sum-impl, sum-impl, true",
    "X#process, processAll, false"
  })
  void methodName_matches(String pattern, String name, boolean expected)
      throws ConfigurationException {
    assertThat(MethodPattern.parse(pattern).matchesMethod(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X#a | | true",
        "X#a | int;int | true",
        "X#a() | | true",
        "X#a( ) | | true",
        "X#a() | int | false",
        "X#a(..) | | true",
        "X#a(..) | int;int | true",
        "X#a(*) | int | true",
        "X#a(*) | java.lang.String[] | true",
        "X#a(*) | | false",
        "X#a(*) | int;int | false",
        "X#a(java.lang.String, ..) | java.lang.String | true",
        "X#a(java.lang.String, ..) | java.lang.String;int;int | true",
        "X#a(java.lang.String, ..) | int;java.lang.String | false",
        "X#a(..,int) | java.lang.String;int | true",
        "X#a(..,int) | int;java.lang.String | false",
        "X#a(.., int, .., int, ..) | int;long;int | true",
        "X#a(.., int, .., int, ..) | int;long;long | false",
        "X#a(String) | java.lang.String | true",
        "X#a(String) | com.shop.String | true",
        "X#a(String) | java.lang.StringBuilder | false",
        "X#a(String[]) | java.lang.String[] | true",
        "X#a(String[]) | java.lang.String[][] | false",
        "X#a(String[]) | java.lang.String | false",
        "X#a(String) | java.lang.String[] | false",
        "X#a(*[]) | int[] | true",
        "X#a(*[]) | int | false",
        "X#a(int, *) | int;java.util.Map$Entry | true",
        "X#a( java.util..* , Map$Entry ) | java.util.function.Function;java.util.Map$Entry | true"
      })
  void parameters_match(String pattern, String types, boolean expected)
      throws ConfigurationException {
    List<String> list = types == null ? List.of() : List.of(types.split(";", -1));
    assertThat(MethodPattern.parse(pattern).matchesParameters(list)).isEqualTo(expected);
  }

  @Test
  void modifiers_areAllAskedFor() throws ConfigurationException {
    MethodPattern pattern = MethodPattern.parse("public static com.shop.X");
    assertThat(pattern.matchesModifiers(Modifier.PUBLIC | Modifier.STATIC | Modifier.FINAL))
        .isTrue();
    assertThat(pattern.matchesModifiers(Modifier.PUBLIC)).isFalse();
    assertThat(MethodPattern.parse("com.shop.X").matchesModifiers(0)).isTrue();
  }

  @Test
  void annotationAndHierarchy_areUnderstood() throws ConfigurationException {
    MethodPattern pattern =
        MethodPattern.parse("protected @com.shop.Timed implements com.shop.Repository#find*(..)");
    assertThat(pattern.isAnnotated()).isTrue();
    assertThat(pattern.matchesAnnotation("com.shop.Timed")).isTrue();
    assertThat(pattern.matchesAnnotation("com.other.Timed")).isFalse();
    assertThat(pattern.hierarchy()).isEqualTo(MethodPattern.Hierarchy.IMPLEMENTS);
    assertThat(pattern.matchesType("com.shop.Repository")).isTrue();
    assertThat(MethodPattern.parse("@Timed *").matchesAnnotation("io.micrometer.Timed")).isTrue();
    assertThat(MethodPattern.parse("extends com.shop.X").hierarchy())
        .isEqualTo(MethodPattern.Hierarchy.EXTENDS);
    assertThat(MethodPattern.parse("com.shop.X").isAnnotated()).isFalse();
    assertThat(MethodPattern.parse("com.shop.X").matchesAnnotation("com.shop.Timed")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "com.shop.Order#x, com.shop.Order",
    "@com.shop.Timed com.shop.Order$Item#new, com.shop.Order$Item",
    "Order#x,",
    "com.shop.*#x,",
    "com..Order#x,",
    "implements com.shop.Order#x,"
  })
  void exactClass_isToldIfThereIsOne(String pattern, String expected)
      throws ConfigurationException {
    assertThat(MethodPattern.parse(pattern).exactClass()).isEqualTo(expected);
  }

  @Test
  void spaces_areOfNoMeaning() throws ConfigurationException {
    MethodPattern folded = MethodPattern.parse("  public\n   @Timed  \tcom.shop.X#a  ");
    assertThat(folded).hasToString("public @Timed com.shop.X#a");
    assertThat(folded).isEqualTo(MethodPattern.parse("public @Timed com.shop.X#a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | column 1: expected the name of a class such as com.shop.OrderService",
        "'public ' | column 8: expected the name of a class such as com.shop.OrderService",
        "@ x | column 2: expected the name of an annotation",
        "@Timed | column 7: expected the name of a class such as com.shop.OrderService",
        "@Timed public X | column 15: expected # or the end",
        "implements #x | column 12: expected the name of a class such as com.shop.OrderService",
        "com.shop. | column 10: expected a part of a name",
        "com...X | column 6: expected a part of a name",
        ".com.X | column 1: expected the name of a class such as com.shop.OrderService",
        "com.shop.X.#a | column 12: expected a part of a name",
        "com.shop.X# | column 12: expected the name of a method, * or new",
        "com.shop.X#(..) | column 12: expected the name of a method, * or new",
        "com.shop.X#a b | column 14: expected ( or the end",
        "com.shop.X a | column 12: expected # or the end",
        "com.shop.X(..) | column 11: expected # or the end",
        "com.shop.X::a | column 11: expected # or the end",
        "com.shop.X#a.b | column 13: expected ( or the end",
        "com.shop.X#a( | column 14: expected the type of a parameter, .. or )",
        "com.shop.X#a(.. | column 16: expected , or )",
        "com.shop.X#a(int,) | column 18: expected the type of a parameter, .. or )",
        "com.shop.X#a(List<String>) | column 18: expected , or )",
        "com.shop.X#a(int[) | column 18: expected ]",
        "com.shop.X#a() throws Y | column 16: expected the end",
        "com/shop/X#a | column 4: expected # or the end"
      })
  void error_pointsAtTheColumn(String pattern, String message) {
    assertThatThrownBy(() -> MethodPattern.parse(pattern))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void longPattern_takesNoLongTime() throws ConfigurationException {
    MethodPattern stars = MethodPattern.parse("*a".repeat(2_000));
    assertThat(stars.matchesType("a".repeat(4_000) + "b")).isFalse();
    MethodPattern dots = MethodPattern.parse("a..".repeat(1_000) + "a");
    assertThat(dots.matchesType("a.".repeat(2_000) + "b")).isFalse();
    MethodPattern rests = MethodPattern.parse("X#m(" + ".., int, ".repeat(1_000) + "long)");
    assertThat(rests.matchesParameters(Collections.nCopies(2_000, "int"))).isFalse();
  }
}
