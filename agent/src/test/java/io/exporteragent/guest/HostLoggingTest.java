package io.exporteragent.guest;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostLoggingTest {

  @ParameterizedTest
  @CsvSource({
    "java.util.logging.manager, org.apache.juli.ClassLoaderLogManager, true",
    "java.util.logging.config.file, logging.properties, true",
    "java.util.logging.config.class, com.acme.Logging, true",
    "sun.java.command, org.jboss.modules.Main -mp modules, true",
    "sun.java.command, /opt/wildfly/jboss-modules.jar -mp modules, true",
    "sun.java.command, weblogic.Server, true",
    "sun.java.command, com.acme.Main weblogic.Server, false",
    "user.dir, /opt, false"
  })
  void propertiesThatArmTheTrap(String property, String value, boolean atRisk) {
    Properties properties = new Properties();
    properties.setProperty(property, value);
    assertThat(HostLogging.bringsLogManager(properties, Map.of())).isEqualTo(atRisk);
  }

  @Test
  void jbossHome_armsTheTrap() {
    assertThat(HostLogging.bringsLogManager(new Properties(), Map.of("JBOSS_HOME", "/opt")))
        .isTrue();
  }

  @Test
  void applicationThatBringsALogManager_comesFirst() {
    AtomicBoolean isInitialized = new AtomicBoolean();
    HostLogging logging = jboss(type -> isInitialized.get());
    assertThat(logging.getAsBoolean()).isFalse();

    isInitialized.set(true);
    assertThat(logging.getAsBoolean()).as("not in the same moment").isFalse();
    await().atMost(20, SECONDS).until(logging::getAsBoolean);

    isInitialized.set(false);
    assertThat(logging.getAsBoolean()).as("for good").isTrue();
  }

  @Test
  void logManagerThatIsSeenForAMomentOnly_isNotReady() {
    AtomicInteger asked = new AtomicInteger();
    HostLogging logging = jboss(type -> asked.incrementAndGet() % 2 == 1);
    for (int i = 0; i < 10; i++) {
      assertThat(logging.getAsBoolean()).isFalse();
    }
  }

  @Test
  void applicationThatBringsNone_isNotWaitedFor() {
    HostLogging logging =
        new HostLogging(type -> false, System.nanoTime(), new Properties(), Map.of());
    assertThat(logging.getAsBoolean()).isTrue();
  }

  @Test
  void applicationThatNeverLogs_isWaitedForAMinute() {
    long started = System.nanoTime() - SECONDS.toNanos(60);
    HostLogging logging =
        new HostLogging(type -> false, started, new Properties(), Map.of("JBOSS_HOME", "/opt"));
    assertThat(logging.getAsBoolean()).isTrue();
  }

  private static HostLogging jboss(Predicate<Class<?>> initialized) {
    return new HostLogging(
        initialized, System.nanoTime(), new Properties(), Map.of("JBOSS_HOME", "/opt"));
  }
}
