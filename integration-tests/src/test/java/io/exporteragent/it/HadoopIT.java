package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A NameNode with files, watched without any configuration. */
@EnabledIfSystemProperty(named = "long", matches = ".*")
class HadoopIT {
  @Test
  void fileSystemUnderLoad_isMeasured() {
    try (ServerApplication hadoop = ServerApplication.start("hadoop")) {
      Exposition page = hadoop.awaitPage(HadoopIT::assertBlocksAreCounted);
      assertThat(page.present("hadoop_namenode_missing_blocks")).isZero();
      assertThat(page.present("hadoop_namenode_corrupt_blocks")).isZero();
      assertThat(page.present("hadoop_namenode_pending_deletion_blocks")).isZero();
      assertThat(page.present("hadoop_namenode_lock_queue_length")).isGreaterThanOrEqualTo(0);
      hadoop.assertUndisturbed(page);
    }
  }

  private static void assertBlocksAreCounted(Exposition page) {
    assertThat(page.present("hadoop_namenode_blocks")).isEqualTo(10);
    assertThat(page.present("hadoop_namenode_low_redundancy_blocks")).isEqualTo(10);
  }
}
