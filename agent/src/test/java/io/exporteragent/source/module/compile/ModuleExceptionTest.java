package io.exporteragent.source.module.compile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.source.module.folder.ModuleFile;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ModuleExceptionTest {

  @Test
  void ofWhatAModuleThrew_hasItsLine_andDoesNotHoldItsClasses() throws Exception {
    String source =
        """
        public class Queue implements java.util.concurrent.Callable<Object> {
          public Object call() {
            throw new RuntimeException("no\\nqueue") {};
          }
        }
        """;
    ModuleCode code =
        ModuleReader.isolated()
            .read(
                new ModuleFile(
                    "Queue.java", ModuleFile.Kind.SOURCE, source.getBytes(UTF_8), Map.of()));
    ClassLoader loader = Classes.define(code);
    WeakReference<ClassLoader> collected = new WeakReference<>(loader);
    ModuleException failure = thrownBy(loader);
    loader = null;

    assertThat(failure).hasMessage("Queue$1: no queue");
    assertThat(failure.withPlace()).isEqualTo("line 3: Queue$1: no queue");
    assertThat(failure.getStackTrace()[0].getClassName()).isEqualTo("Queue");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return collected.get() == null;
            });
    assertThat(failure.line()).isEqualTo(3);
  }

  private static ModuleException thrownBy(ClassLoader loader) throws ReflectiveOperationException {
    try {
      Object module = loader.loadClass("Queue").getConstructor().newInstance();
      ((Callable<?>) module).call();
      throw new AssertionError("nothing was thrown");
    } catch (ReflectiveOperationException e) {
      throw e;
    } catch (Exception e) {
      return ModuleException.of(e, "Queue");
    }
  }

  @Test
  void exceptionWhoseMethodsThrow_isNamedByItsClass() {
    RuntimeException rude =
        new RuntimeException() {
          @Override
          public String getMessage() {
            throw new IllegalStateException();
          }
        };
    assertThat(ModuleException.of(rude, "Queue")).hasMessage(rude.getClass().getName());
  }

  @Test
  void place_isShownAsFarAsItIsKnown() {
    assertThat(new ModuleException("wrong").at("Queue.java")).isEqualTo("Queue.java: wrong");
    assertThat(new ModuleException("wrong").withPlace()).isEqualTo("wrong");
    assertThat(new ModuleException("wrong", 3, 17).at("Queue.java"))
        .isEqualTo("Queue.java:3:17: wrong");
    assertThat(new ModuleException("wrong", 3, 17).withPlace())
        .isEqualTo("line 3, column 17: wrong");
  }
}
