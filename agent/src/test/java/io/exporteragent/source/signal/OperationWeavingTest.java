package io.exporteragent.source.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.source.signal.ClassFiles.Member;
import io.exporteragent.source.signal.boot.ExporterAgentSignals1;
import io.exporteragent.weave.ClassWeaver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;
import org.junit.jupiter.api.Test;

/** Methods of every shape do what they did, and are counted. */
class OperationWeavingTest {
  private final int id = ExporterAgentSignals1.add(1, new long[0], ExporterAgentSignals1.MAX_TEXTS);

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

  private Class<?> woven() throws IOException {
    String name = Shapes.class.getName();
    byte[] classFile;
    try (InputStream in =
        Shapes.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
      classFile = in.readAllBytes();
    }
    Map<String, List<MethodVisitorWrapper>> all = new HashMap<>();
    String boot = ExporterAgentSignals1.class.getName().replace('.', '/');
    for (Member each : ClassFiles.ownMethods(name.replace('.', '/'), classFile)) {
      if (!each.name.startsWith("<")) {
        all.put(
            each.name + each.descriptor,
            Collections.singletonList(new OperationWeaving(boot, id, each.name)));
      }
    }
    byte[] changed = new ClassWeaver().weave(name, classFile, all);
    return new ClassLoader(Shapes.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(name, changed, 0, changed.length);
      }
    }.define();
  }

  private Map<String, Long> counts() {
    Object[] table = ExporterAgentSignals1.table(id);
    AtomicLongArray[] cells = (AtomicLongArray[]) table[ExporterAgentSignals1.CELLS];
    Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != null) {
        counts.put(
            ((String[]) table[ExporterAgentSignals1.SECOND])[i]
                + " "
                + ((String[]) table[ExporterAgentSignals1.FIRST])[i],
            cells[i].get(ExporterAgentSignals1.BUCKETS));
      }
    }
    return counts;
  }
}
