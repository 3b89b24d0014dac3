package io.exporteragent.source.host.oshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import oshi.spi.SystemInfoProvider;

class OshiTest {
  @Test
  void cannotBeLoaded_saysSoInOneLine_andDoesNotTryAgain() {
    AtomicInteger attempts = new AtomicInteger();
    Oshi broken =
        failing(new UnsatisfiedLinkError("no jnidispatch\nanywhere"), attempts::incrementAndGet);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> broken.ask(SystemInfoProvider::getHardware))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "OSHI cannot be loaded, host metrics are not available: java.lang.UnsatisfiedLinkError: no jnidispatch anywhere");
    }
    assertThat(attempts).hasValue(1);
  }

  @Test
  void initialiserFails_theReasonIsNamed() {
    Oshi broken =
        failing(new ExceptionInInitializerError(new SecurityException("no /proc")), () -> {});

    assertThatThrownBy(() -> broken.ask(SystemInfoProvider::getHardware))
        .hasMessageEndingWith("java.lang.SecurityException: no /proc");
  }

  private static Oshi failing(LinkageError error, Runnable attempt) {
    return new Oshi(true) {
      @Override
      protected SystemInfoProvider newSystem() {
        attempt.run();
        throw error;
      }
    };
  }
}
