package io.exporteragent.source.mbean;

import io.exporteragent.source.mbean.BeanScript.Attribute;
import io.exporteragent.source.mbean.BeanScript.Bulk;
import io.exporteragent.source.mbean.BeanScript.Kind;
import io.exporteragent.source.mbean.BeanScript.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Random beans that change from scrape to scrape. */
final class GeneratedBeans {
  private static final List<String> DOMAINS =
      List.of("fz.a", "fz", "fz-b", "fz b", "\"fz\"", "fzÄ");
  private static final List<String> KEYS =
      List.of(
          "type", "type", "type", "name", "name", "key", "id", "Zed", "key_", "value", "a-b",
          "x y");
  private static final List<String> WORDS =
      List.of(
          "A",
          "B",
          "Topic",
          "abcabc",
          "my-app",
          "a.b",
          "a b",
          "9",
          "é☃",
          "x_total",
          "Count",
          " q ",
          "l\u2028n");
  private static final List<String> ATTRIBUTES =
      List.of(
          "Count",
          "CountCount",
          "attr-two",
          "3rd",
          "fooBar",
          "testTCPTest",
          "x_total",
          "total",
          "a_info",
          "state",
          "value",
          "inner",
          "used",
          "key",
          "a:b",
          "ä",
          "",
          "two\nlines",
          "two\u0085lines",
          "99thPercentile",
          "Server 1 Table",
          "x-retries");
  private static final int MOST_BEANS = 5;

  /** So many that the collector's hash table of beans is of another size. */
  private static final int MANY_BEANS = 13;

  private static final int BUCKETS = 16;

  private final Random random;
  private final GeneratedValues values;

  GeneratedBeans(Random random) {
    this.random = random;
    this.values = new GeneratedValues(random);
  }

  /** Returns beans for so many scrapes. */
  List<BeanScript> beans(int rounds) {
    boolean areMany = values.chance(0.03);
    int count = areMany ? MANY_BEANS : random.nextInt(MOST_BEANS) + 1;
    int buckets = areMany ? 2 * BUCKETS : BUCKETS;
    Map<Integer, BeanScript> beans = new LinkedHashMap<>();
    while (beans.size() < count) {
      ObjectName name = name();
      if (bucket(name, BUCKETS) != bucket(MBeanServerDelegate.DELEGATE_NAME, BUCKETS)) {
        beans.putIfAbsent(bucket(name, buckets), new BeanScript(name, states(rounds, areMany)));
      }
    }
    return List.copyOf(beans.values());
  }

  /**
   * Returns its place in the collector's hash table. The order of beans of one place is chance, and
   * with it which of them HELP is taken of; so no two are made.
   */
  private static int bucket(ObjectName name, int buckets) {
    int hash = name.hashCode();
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  }

  private ObjectName name() {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      properties.put(values.oneOf(KEYS), property());
    }
    StringBuilder name = new StringBuilder(values.oneOf(DOMAINS)).append(':');
    properties.forEach((key, value) -> name.append(key).append('=').append(value).append(','));
    name.setLength(name.length() - 1);
    return Registered.name(name.toString());
  }

  private String property() {
    return switch (random.nextInt(20)) {
      case 0 -> "";
      case 1 -> ObjectName.quote("a*b?c,d=e:f\"g\\h\nend");
      case 2 -> ObjectName.quote(values.oneOf(WORDS));
      case 3 -> ObjectName.quote("");
      case 4 -> ObjectName.quote("//h:1/x,y=z");
      default -> values.oneOf(WORDS);
    };
  }

  private List<@Nullable State> states(int rounds, boolean areMany) {
    List<@Nullable State> states = new ArrayList<>();
    int incarnation = 0;
    State last = null;
    boolean comesAndGoes = !areMany && values.chance(0.15);
    for (int round = 0; round < rounds; round++) {
      if (last == null || values.chance(0.06)) {
        last = fresh(incarnation++, areMany ? 2 : 6);
      } else {
        last = evolved(last);
      }
      states.add(comesAndGoes && values.chance(0.4) ? null : last);
    }
    return states;
  }

  private State fresh(int incarnation, int most) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return new State(incarnation, Kind.MXBEAN, Bulk.ANSWERS, ofService());
    }
    if (kind == 1) {
      return new State(incarnation, Kind.STANDARD, Bulk.ANSWERS, ofMixed());
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(most); i >= 0; i--) {
      attributes.put(values.oneOf(ATTRIBUTES), attribute());
    }
    Kind dynamic = kind < 7 ? Kind.IMMUTABLE : Kind.PLAIN;
    return new State(incarnation, dynamic, bulk(), attributes);
  }

  private Bulk bulk() {
    return values.chance(0.04) ? values.oneOf(List.of(Bulk.values())) : Bulk.ANSWERS;
  }

  private Attribute attribute() {
    Object value = values.chance(0.03) ? failing() : values.any();
    String type = values.chance(0.3) ? declared(value) : "java.lang.Object";
    return new Attribute(type, values.oneOf(List.of("the desc", "Count", "", "a\\b\nc")), value);
  }

  /** What a bean may declare: the truth, or what Kafka declares of its text. */
  private String declared(@Nullable Object value) {
    return value == null || value instanceof PlainBean.Failing || values.chance(0.3)
        ? "double"
        : value.getClass().getName();
  }

  private static PlainBean.Failing failing() {
    return new PlainBean.Failing(new IllegalStateException("no value"));
  }

  private State evolved(State last) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    last.attributes().forEach((name, attribute) -> attributes.put(name, evolved(last, attribute)));
    if (last.kind() == Kind.PLAIN && values.chance(0.1)) {
      attributes.remove(values.oneOf(ATTRIBUTES));
      attributes.put(values.oneOf(ATTRIBUTES), attribute());
    }
    if (last.kind() == Kind.PLAIN && values.chance(0.05)) {
      String first = attributes.keySet().iterator().next();
      attributes.put(first, attributes.remove(first));
    }
    boolean isPlain = last.kind() == Kind.PLAIN || last.kind() == Kind.IMMUTABLE;
    return new State(last.incarnation(), last.kind(), isPlain ? bulk() : Bulk.ANSWERS, attributes);
  }

  /** One that promises its MBeanInfo not to change keeps to the types that it declares. */
  private Attribute evolved(State bean, Attribute attribute) {
    Object value = attribute.value();
    int change = random.nextInt(100);
    if (bean.kind() == Kind.MXBEAN || bean.kind() == Kind.STANDARD) {
      boolean isFree = attribute.type().equals("java.lang.Object");
      value = isFree && change < 30 ? values.any() : value;
      return new Attribute(attribute.type(), null, change < 5 ? failing() : value);
    }
    // Once it was seen that a declared number is one, and is of no use, it need not be read again.
    boolean isAny =
        attribute.type().equals("java.lang.Object")
            || (bean.kind() == Kind.PLAIN && !isNumber(attribute.type()));
    if (change < 45) {
      value = value instanceof PlainBean.Failing ? value : values.vary(value);
    } else if (change < 55 && isAny) {
      value = values.any();
    } else if (change < 58) {
      value = null;
    } else if (change < 60) {
      value = failing();
    }
    String type = attribute.type();
    if (bean.kind() == Kind.PLAIN && values.chance(0.05)) {
      type = declared(value);
    }
    boolean isRedescribed = bean.kind() == Kind.PLAIN && values.chance(0.03);
    return new Attribute(type, isRedescribed ? "another" : attribute.description(), value);
  }

  private static boolean isNumber(String type) {
    return type.equals("double") || type.startsWith("java.lang.") || type.startsWith("java.math.");
  }

  private Map<String, Attribute> ofService() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    put(attributes, "Count", (long) random.nextInt(20));
    put(attributes, "Rate", values.chance(0.1) ? null : random.nextInt(20) / 4.0);
    put(attributes, "Open", random.nextBoolean());
    put(attributes, "Text", values.oneOf(List.of("RUNNING", "12")));
    put(attributes, "Level", values.oneOf(List.of(GeneratedValues.Level.values())));
    put(attributes, "ByKey", Map.of("k" + random.nextInt(3), 1L, "k", 2L));
    put(attributes, "Nested", Map.of("n" + random.nextInt(3), Map.of("m", random.nextInt(20))));
    put(attributes, "Names", List.of("a", "b"));
    put(
        attributes,
        "Usage",
        new TypedBeans.Usage(random.nextInt(20), 0.5, GeneratedValues.Level.LOW));
    put(attributes, "Started", Date.from(Instant.ofEpochMilli(random.nextInt(20))));
    put(attributes, "Owner", Registered.name("a:b=c"));
    put(attributes, "Letter", 'x');
    return attributes;
  }

  private Map<String, Attribute> ofMixed() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    put(attributes, "Maybe", Optional.ofNullable(values.any()));
    put(attributes, "Level", values.oneOf(List.of(GeneratedValues.Level.values())));
    attributes.put("Anything", new Attribute("java.lang.Object", null, values.any()));
    put(attributes, "Number", random.nextInt(20) / 4f);
    put(attributes, "Exact", values.vary(java.math.BigDecimal.ONE));
    put(attributes, "Counter", new AtomicLong(random.nextInt(20)));
    put(attributes, "Started", Date.from(Instant.ofEpochMilli(random.nextInt(20))));
    put(attributes, "Text", values.oneOf(List.of("RUNNING", "12")));
    put(attributes, "Owner", Registered.name("a:b=c"));
    return attributes;
  }

  private static void put(Map<String, Attribute> attributes, String name, @Nullable Object value) {
    attributes.put(name, new Attribute("its own", null, value));
  }
}
