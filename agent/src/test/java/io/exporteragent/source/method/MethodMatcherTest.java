package io.exporteragent.source.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodMatcherTest {
  private static final String HERE = MethodMatcherTest.class.getName() + "$";

  @ParameterizedTest
  @CsvSource({
    "Orders, Orders, true",
    "Orders, CachedOrders, false",
    "extends Orders, Orders, true",
    "extends Orders, CachedOrders, true",
    "extends Repository, Orders, false",
    "implements Repository, Orders, true",
    "implements Repository, CachedOrders, true",
    "implements Repository, Reader, true",
    "implements Reader, Orders, false",
    "implements Orders, CachedOrders, false",
    "implements Repository, Repository, true"
  })
  void class_matchesByNameOrHierarchy(String pattern, String type, boolean expected)
      throws Exception {
    String qualified = pattern.replaceAll("(\\w+)$", HERE.replace("$", "\\$") + "$1");
    assertThat(matcher(qualified).mayMatch(Class.forName(HERE + type))).isEqualTo(expected);
  }

  @Test
  void hierarchy_mayBeOfTheJdk() throws ConfigurationException {
    MethodMatcher matcher = matcher("implements java.util.Collection#get");
    assertThat(matcher.mayMatch(Numbers.class)).isTrue();
    assertThat(matcher.mayMatch(AbstractList.class)).isFalse();
    assertThat(matcher("extends java.lang.Object#get").mayMatch(Numbers.class)).isTrue();
    assertThat(matcher("extends java.lang.Object#get").mayMatch(Repository.class)).isFalse();
  }

  @Test
  void whatIsNotTheApplications_neverMatches() throws Exception {
    MethodMatcher any = matcher("*#*");
    assertThat(any.mayMatch(Orders.class)).isTrue();
    assertThat(any.mayMatch(String.class)).isFalse();
    assertThat(any.mayMatch(java.sql.Timestamp.class)).as("of the platform loader").isFalse();
    assertThat(any.mayMatch(int.class)).isFalse();
    assertThat(any.mayMatch(Orders[].class)).isFalse();
    Supplier<String> lambda = () -> "";
    assertThat(any.mayMatch(lambda.getClass())).isFalse();
    Class<?> hidden =
        MethodHandles.lookup().defineHiddenClass(bytesOf(Hidden.class), false).lookupClass();
    assertThat(any.mayMatch(hidden)).isFalse();
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Reader.class}, (p, m, a) -> null);
    assertThat(any.mayMatch(proxy.getClass())).isFalse();
    assertThat(any.mayMatch(Orders$$SpringCGLIB$$0.class)).isFalse();
  }

  @Test
  void classesWithoutVisibleLibraries_match() throws Exception {
    Class<?> alone =
        new ClassLoader(null) {
          Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
          }
        }.define(bytesOf(Hidden.class));
    assertThat(matcher(HERE + "Hidden").mayMatch(alone)).isTrue();
  }

  @Test
  void matching_initialisesNothing() throws ConfigurationException {
    assertThat(matcher("implements java.util.Collection#get").mayMatch(Unlucky.class)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "*#*", "*#*(..)"})
  void everyMethod_isFound_butForThoseWithoutCodeOfTheirOwn(String pattern) throws Exception {
    assertThat(methods(pattern, Shapes.class))
        .containsExactlyInAnyOrder(
            "compareTo(Lio/exporteragent/source/method/MethodMatcherTest$Shapes;)I",
            "primitives(IJZ[D)V",
            "objects(Ljava/lang/String;Ljava/util/List;)V",
            "generic(Ljava/util/List;)V",
            "once()V",
            "useLambda()Ljava/util/function/Supplier;");
    assertThat(methods(pattern, Reader.class)).containsExactly("readAll()I");
  }

  @Test
  void constructors_areFoundWhenAskedFor() throws Exception {
    assertThat(methods("*#new", Orders.class)).containsExactlyInAnyOrder("<init>()V", "<init>(I)V");
    assertThat(methods("*#new(int)", Orders.class)).containsExactly("<init>(I)V");
    assertThat(methods("private *#new", Orders.class)).containsExactly("<init>(I)V");
  }

  @Test
  void parameters_areComparedByTheirSourceNames() throws Exception {
    assertThat(methods("*#*(int, long, boolean, double[])", Shapes.class))
        .containsExactly("primitives(IJZ[D)V");
    assertThat(methods("*#*(String, ..)", Shapes.class))
        .containsExactly("objects(Ljava/lang/String;Ljava/util/List;)V");
    assertThat(methods("*#*(MethodMatcherTest$Shapes)", Shapes.class))
        .containsExactly("compareTo(Lio/exporteragent/source/method/MethodMatcherTest$Shapes;)I");
  }

  @Test
  void modifiers_areCompared() throws Exception {
    assertThat(methods("static synchronized *#*", Shapes.class)).containsExactly("once()V");
  }

  @Test
  void annotation_isThatOfTheMethodOrOfItsClass_andNotInherited() throws Exception {
    assertThat(methods("@" + HERE + "Timed *", Orders.class)).containsExactly("findAll()I");
    assertThat(methods("@" + HERE + "Timed *#new", Orders.class)).isEmpty();
    assertThat(methods("@" + HERE + "Kept *", Orders.class)).containsExactly("count()I");
    assertThat(methods("@" + HERE + "Other *", Orders.class)).isEmpty();
    assertThat(methods("@" + HERE + "Timed *", AllTimed.class))
        .containsExactlyInAnyOrder("findAll()I", "own()V");
    assertThat(methods("@" + HERE + "Timed *", CachedOrders.class)).isEmpty();
  }

  private static MethodMatcher matcher(String pattern) throws ConfigurationException {
    return MethodMatcher.of(MethodPattern.parse(pattern));
  }

  private static Set<String> methods(String pattern, Class<?> type) throws Exception {
    return matcher(pattern).methodsIn(bytesOf(type));
  }

  private static byte[] bytesOf(Class<?> type) throws IOException {
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  @interface Kept {}

  @interface Other {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface Timed {}

  interface Repository {
    int findAll();
  }

  interface Reader extends Repository {
    default int readAll() {
      return findAll();
    }
  }

  static class Orders implements Repository {
    Orders() {
      this(0);
    }

    private Orders(int ignored) {}

    @Override
    @Timed
    public int findAll() {
      return 1;
    }

    @Kept
    int count() {
      return 2;
    }
  }

  static class CachedOrders extends Orders implements Reader {
    @Override
    public int findAll() {
      return 3;
    }
  }

  @Timed
  static class AllTimed extends Orders {
    @Override
    public int findAll() {
      return 4;
    }

    void own() {}
  }

  static final class Orders$$SpringCGLIB$$0 extends Orders {}

  static final class Hidden {}

  static final class Unlucky {
    static {
      fail();
    }

    private static void fail() {
      throw new IllegalStateException("initialised");
    }
  }

  static class Numbers extends AbstractList<Integer> {
    @Override
    public Integer get(int index) {
      return index;
    }

    @Override
    public int size() {
      return 0;
    }
  }

  abstract static class Shapes implements Comparable<Shapes> {
    static final long STARTED = System.nanoTime();

    @Override
    public int compareTo(Shapes other) {
      return 0;
    }

    abstract void none();

    native void none(int inC);

    void primitives(int a, long b, boolean c, double[] d) {}

    void objects(String a, List<String> b) {}

    <T extends List<?>> void generic(T a) {}

    static synchronized void once() {}

    Supplier<String> useLambda() {
      return () -> "inside";
    }
  }
}
