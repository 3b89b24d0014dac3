package org.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;

class LoggerFactoryTest {

  @Test
  void everyLogger_saysNothing() {
    assertThat(LoggerFactory.getLogger("any")).isSameAs(NOPLogger.NOP_LOGGER);
    assertThat(LoggerFactory.getLogger(LoggerFactoryTest.class)).isSameAs(NOPLogger.NOP_LOGGER);
    assertThat(LoggerFactory.getILoggerFactory().getLogger("any")).isSameAs(NOPLogger.NOP_LOGGER);
  }

  @Test
  void restOfSlf4j_worksWithIt() {
    assertThat(MDC.getMDCAdapter()).isInstanceOf(NOPMDCAdapter.class);
    assertThat(MarkerFactory.getMarker("marker").getName()).isEqualTo("marker");
  }
}
