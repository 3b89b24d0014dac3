package io.exporteragent.source.module.isolate;

import static org.assertj.core.api.Assertions.assertThat;

import io.exporteragent.guest.Messages;
import java.io.File;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SharedClientJavaTest {

  /** In a loader of its own, since what is ended is ended for good. */
  @Test
  void endThread_endsTheThreadOfClientJava_whichHasTheContextOfItsCreator() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(new File(entry).toURI().toURL());
    }
    List<String> messages = new CopyOnWriteArrayList<>();
    Set<Thread> before = threads();
    try (URLClassLoader loader =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(SharedClientJava.class.getName());
      Method start = type.getDeclaredMethod("startThread");
      start.setAccessible(true);
      start.invoke(null);
      Set<Thread> started = threads();
      started.removeAll(before);
      assertThat(started).hasSize(1);
      Thread thread = started.iterator().next();
      assertThat(thread.getContextClassLoader())
          .isSameAs(Thread.currentThread().getContextClassLoader());

      Class<?> receiver = loader.loadClass(Messages.class.getName());
      Object receives =
          Proxy.newProxyInstance(
              loader,
              new Class<?>[] {receiver},
              (proxy, method, arguments) -> messages.add((String) arguments[0]));
      type.getMethod("endThread", receiver).invoke(null, receives);

      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
      assertThat(messages).isEmpty();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("prometheus-metrics-scheduler-"))
        .collect(Collectors.toSet());
  }
}
