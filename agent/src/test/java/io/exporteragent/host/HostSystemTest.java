package io.exporteragent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import oshi.spi.SystemInfoProvider;

class HostSystemTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void onLinux_noNativeCodeIsUsed() throws Exception {
    HostSystem host = new HostSystem();

    assertThat(host.isLinux()).isTrue();
    assertThat(host.<Object>ask(system -> system)).isInstanceOf(oshi.nativefree.SystemInfo.class);
  }

  @Test
  void elsewhere_oshiUsesJna() throws Exception {
    assertThat(new HostSystem(false).<Object>ask(system -> system))
        .isInstanceOf(oshi.SystemInfo.class);
  }

  @Test
  void system_isKeptUntilRenewed() throws Exception {
    HostSystem host = new HostSystem();
    SystemInfoProvider first = host.ask(system -> system);

    assertThat(host.<Object>ask(system -> system)).isSameAs(first);
    host.renew();
    assertThat(host.<Object>ask(system -> system)).isNotSameAs(first);
  }

  @Test
  void oshiCannotBeLoaded_saysSoInOneLine_andDoesNotTryAgain() {
    AtomicInteger attempts = new AtomicInteger();
    HostSystem host =
        new HostSystem(
            true,
            () -> {
              attempts.incrementAndGet();
              throw new UnsatisfiedLinkError("no jnidispatch\nanywhere");
            });

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> host.ask(system -> system))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "OSHI cannot be loaded, host metrics are not available: java.lang.UnsatisfiedLinkError: no jnidispatch anywhere");
    }
    assertThat(attempts).hasValue(1);
  }

  @Test
  void oshisInitialiserFails_theReasonIsNamed() {
    HostSystem host =
        new HostSystem(
            true,
            () -> {
              throw new ExceptionInInitializerError(new SecurityException("no /proc"));
            });

    assertThatThrownBy(() -> host.ask(system -> system))
        .hasMessageEndingWith("java.lang.SecurityException: no /proc");
  }
}
