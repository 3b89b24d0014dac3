package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Quartz' MBeans on the page without any configuration. */
class QuartzIT {
  private static final String SHOP = "{instance_id=\"NON_CLUSTERED\",scheduler=\"shop\"}";
  private static final String WAREHOUSE = "{instance_id=\"NON_CLUSTERED\",scheduler=\"warehouse\"}";

  @Test
  void withoutConfiguration_thePageHasWhetherSchedulersRun() {
    try (ServerApplication quartz = ServerApplication.start("quartz")) {
      Exposition page =
          quartz.awaitPage(
              scrape -> assertThat(scrape.value("quartz_scheduler_started" + SHOP)).isOne());

      assertThat(page.comments("quartz_scheduler_started"))
          .containsExactly(
              "# HELP quartz_scheduler_started Whether a scheduler fires triggers, 1 or 0.",
              "# TYPE quartz_scheduler_started gauge");
      assertThat(page.present("quartz_scheduler_standby" + SHOP)).isZero();
      assertThat(page.present("quartz_scheduler_started" + WAREHOUSE)).isZero();
      assertThat(page.present("quartz_scheduler_standby" + WAREHOUSE)).isOne();
      assertThat(page.families().get("quartz_scheduler_info")).hasSize(2);
      assertThat(quartz.agentLines()).filteredOn(line -> line.contains("quartz")).hasSize(1);
      quartz.assertUndisturbed(page);
    }
  }
}
