package io.exporteragent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogManagerGuardTest {

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
    assertThat(LogManagerGuard.isAtRisk(properties, Map.of())).isEqualTo(atRisk);
  }

  @Test
  void jbossHome_armsTheTrap() {
    assertThat(LogManagerGuard.isAtRisk(new Properties(), Map.of("JBOSS_HOME", "/opt"))).isTrue();
  }

  @Test
  void waits_untilTheApplicationHasInitialisedItsLogManager() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    LogManagerGuard guard = new LogManagerGuard(type -> asked.incrementAndGet() > 2);
    guard.await(new Properties(), Map.of("JBOSS_HOME", "/opt"), new CountDownLatch(1));
    assertThat(asked).hasValue(4);
  }

  @Test
  void cancelled_endsTheWait() {
    CountDownLatch cancelled = new CountDownLatch(1);
    LogManagerGuard guard = new LogManagerGuard(type -> false);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              try {
                guard.await(new Properties(), Map.of("JBOSS_HOME", "/opt"), cancelled);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    cancelled.countDown();
    assertThat(waiting).succeedsWithin(20, SECONDS);
  }
}
