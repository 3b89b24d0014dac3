package io.exporteragent.source.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.source.signal.ClassFiles.Member;
import io.exporteragent.source.signal.ValuePath.Resolved;
import io.exporteragent.source.signal.boot.ExporterAgentSeries1;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.ClassWeaver;
import io.exporteragent.weave.Weaving;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** Methods of every shape do what they did, and are counted. */
public class SignalHookTest {
  private static final String BOOT = ExporterAgentSignals1.class.getName().replace('.', '/');

  private final int id = ExporterAgentSeries1.add(1, new long[0], ExporterAgentSeries1.MAX_TEXTS);

  /** What a driver's methods may look like. */
  static final class Shapes {
    private Shapes() {}

    static int loop(int times) {
      while (times > 0) {
        times--;
        if (times == 7) {
          return 7;
        }
      }
      return times;
    }

    static long wide(long first, double second) {
      return first + (long) second;
    }

    static Object caught(Object text) {
      try {
        return Integer.valueOf(text.toString());
      } catch (NumberFormatException e) {
        return "none";
      } finally {
        text = null;
      }
    }

    static synchronized void locked(int[] cells) {
      synchronized (cells) {
        cells[0]++;
      }
    }

    static boolean thrown(String text) {
      throw new IllegalStateException(text);
    }

    static double switched(String word) {
      return switch (word) {
        case "one" -> 1;
        case "two" -> 2;
        default -> Double.NaN;
      };
    }
  }

  @Test
  void everyShape_isCountedAndDoesWhatItDid() throws Exception {
    Class<?> woven = woven();
    int[] cells = {0};
    assertThat(call(woven, "loop", 5)).isEqualTo(0);
    assertThat(call(woven, "loop", 9)).isEqualTo(7);
    assertThat(call(woven, "wide", 5L, 2.5)).isEqualTo(7L);
    assertThat(call(woven, "caught", "12")).isEqualTo(12);
    assertThat(call(woven, "caught", "x")).isEqualTo("none");
    assertThat(call(woven, "locked", (Object) cells)).isNull();
    assertThat(cells).containsExactly(1);
    assertThat(call(woven, "switched", "two")).isEqualTo(2.0);
    assertThatThrownBy(() -> call(woven, "thrown", "sold out"))
        .hasCauseInstanceOf(IllegalStateException.class)
        .rootCause()
        .hasMessage("sold out");

    assertThat(counts())
        .isEqualTo(
            Map.of(
                "loop ", 2L,
                "wide ", 1L,
                "caught ", 2L,
                "locked ", 1L,
                "switched ", 1L,
                "thrown java.lang.IllegalStateException", 1L));
  }

  private static Object call(Class<?> type, String name, Object... arguments)
      throws IllegalAccessException, InvocationTargetException {
    for (var method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        method.setAccessible(true);
        return method.invoke(null, arguments);
      }
    }
    throw new IllegalStateException("there is no " + name);
  }

  /** A client, whose arguments may be anything. */
  public static final class Client {
    private Client() {}

    public static Answer call(Target target, int answer) {
      while (answer > 0) {
        Answer found = new Answer(answer);
        if (answer > 1) {
          return found;
        }
        answer--;
      }
      if (target == null) {
        throw new IllegalArgumentException("no target");
      }
      return null;
    }
  }

  /** What is called. */
  public static final class Target {
    private final String host;

    public Target(String host) {
      this.host = host;
    }

    public String host() {
      if (host.isEmpty()) {
        throw new IllegalStateException("no host");
      }
      return host;
    }
  }

  /** What is returned. */
  public static final class Answer {
    private final int code;

    public Answer(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  @Test
  void valuesOnTheWay_mayBeMissingOrThrow_andTheMethodDoesWhatItDid() throws Exception {
    String type = Client.class.getName().replace('.', '/');
    Member call = ClassFiles.ownMethods(type, classFile(Client.class)).get(1);
    assertThat(call.name).isEqualTo("call");
    ClassFiles files = new ClassFiles(Client.class.getClassLoader());
    Map<String, Resolved> paths = new HashMap<>();
    for (Map.Entry<String, String> each :
        Map.of(
                "server", "arg0",
                "server_address", "arg0.host()",
                "response", "return",
                "status", "return.code()")
            .entrySet()) {
      ValuePath path = ValuePath.parse(each.getValue());
      paths.put(each.getKey(), path.resolve(type, call, files));
    }
    Weaving all = new Weaving();
    all.add(call.name + call.descriptor, new ClientCallHook(BOOT, paths, id));
    Class<?> woven = woven(Client.class, all);

    assertThat(((Answer) call(woven, "call", new Target("shop"), 204)).code()).isEqualTo(204);
    assertThat(call(woven, "call", new Target("shop"), 1)).isNull();
    assertThat(((Answer) call(woven, "call", new Target(""), 200)).code()).isEqualTo(200);
    assertThat(((Answer) call(woven, "call", null, 500)).code()).isEqualTo(500);
    assertThatThrownBy(() -> call(woven, "call", null, 0))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class);

    int rows = 0;
    Object[] table = ExporterAgentSeries1.table(id);
    Map<String, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < ((AtomicLongArray[]) table[ExporterAgentSeries1.CELLS]).length; i++) {
      if (((AtomicLongArray[]) table[ExporterAgentSeries1.CELLS])[i] != null) {
        rows++;
        statuses.put(
            ((String[]) table[ExporterAgentSeries1.FIRST])[i]
                + ((String[]) table[ExporterAgentSeries1.THIRD])[i]
                + rows,
            ((int[]) table[ExporterAgentSeries1.NUMBER])[i]);
      }
    }
    assertThat(statuses.values()).containsExactlyInAnyOrder(204, 0, 500, 0);
    assertThat(String.join(" ", statuses.keySet()))
        .contains("shop")
        .contains("java.lang.IllegalArgumentException");
  }

  private Class<?> woven() throws IOException {
    String name = Shapes.class.getName();
    Weaving all = new Weaving();
    for (Member each : ClassFiles.ownMethods(name.replace('.', '/'), classFile(Shapes.class))) {
      if (!each.name.startsWith("<")) {
        String method = each.name + each.descriptor;
        all.add(method, new SignalHook.Handle(BOOT, Map.of(), "handle"));
        all.add(method, new SignalHook.Operation(BOOT, id, each.name));
        all.add(method, new SignalHook.Handle(BOOT, Map.of(), "handle"));
      }
    }
    return woven(Shapes.class, all);
  }

  private static byte[] classFile(Class<?> of) throws IOException {
    try (InputStream in = of.getResourceAsStream("/" + of.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  private static Class<?> woven(Class<?> type, Weaving all) throws IOException {
    byte[] changed = new ClassWeaver().weave(type.getName(), classFile(type), all);
    return new ClassLoader(type.getClassLoader()) {
      Class<?> define() {
        return defineClass(type.getName(), changed, 0, changed.length);
      }
    }.define();
  }

  private Map<String, Long> counts() {
    Object[] table = ExporterAgentSeries1.table(id);
    AtomicLongArray[] cells = (AtomicLongArray[]) table[ExporterAgentSeries1.CELLS];
    Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        counts.put(
            ((String[]) table[ExporterAgentSeries1.SECOND])[i]
                + " "
                + ((String[]) table[ExporterAgentSeries1.FIRST])[i],
            cells[i].get(ExporterAgentSeries1.BUCKETS));
      }
    }
    return counts;
  }
}
