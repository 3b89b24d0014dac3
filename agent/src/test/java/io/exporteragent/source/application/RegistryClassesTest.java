package io.exporteragent.source.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

class RegistryClassesTest {

  @Test
  void libraryThatIsLoadedAfterAScrape_isFoundByOneASecondLater() throws Exception {
    AtomicLong time = new AtomicLong();
    RegistryClasses classes =
        new RegistryClasses(ByteBuddyAgent.install(), found -> true, time::get);
    List<Class<?>> ofOtherTests = classes.inUse();
    URL simpleclient = CollectorRegistry.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader application =
        new URLClassLoader(new URL[] {simpleclient}, ClassLoader.getPlatformClassLoader())) {
      Class<?> registry = application.loadClass(CollectorRegistry.class.getName());
      time.addAndGet(TimeUnit.SECONDS.toNanos(1));
      assertThat(classes.inUse()).contains(registry);
      assertThat(ofOtherTests).doesNotContain(registry);
    }
  }
}
