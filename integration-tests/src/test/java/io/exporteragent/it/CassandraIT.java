package io.exporteragent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.exporteragent.testing.Promtool;
import org.junit.jupiter.api.Test;

/** A Cassandra node that has been written to and read, watched without any configuration. */
class CassandraIT {
  /** The last release whose security manager the node can still set. */
  private static final int NEWEST_JAVA = 17;

  @Test
  void nodeUnderLoad_isMeasured() {
    assumeTrue(Jdk.all().get(0).feature() <= NEWEST_JAVA, "Cassandra 5.0 needs Java 17");
    try (ServerApplication node = ServerApplication.start("cassandra")) {
      Exposition page = node.awaitPage(CassandraIT::assertLoadIsMeasured);
      assertStateIsPlausible(page);
      assertNoTableIsNamed(page);
      Promtool.assertReads(page.text());
      assertNodeIsUndisturbed(node);
    }
  }

  private static void assertLoadIsMeasured(Exposition page) {
    assertThat(page.present("cassandra_clientrequest_requests_total{clientrequest=\"Write\"}"))
        .isGreaterThanOrEqualTo(200);
    assertThat(page.present("cassandra_clientrequest_requests_total{clientrequest=\"Read\"}"))
        .isGreaterThanOrEqualTo(100);
    assertThat(page.present("cassandra_clientrequest_requests_total{clientrequest=\"CASWrite\"}"))
        .isOne();
    assertThat(page.present("cassandra_clientrequest_unavailables_total{clientrequest=\"Read\"}"))
        .isOne();
    assertThat(page.present("cassandra_cql_preparedstatementsexecuted_total")).isEqualTo(200);
    assertThat(page.present("cassandra_client_requestdispatched_total")).isGreaterThan(300);
    assertThat(page.present("cassandra_clientmessagesize_sent_bytes_total")).isGreaterThan(10_000);
    assertThat(
            page.value(
                "cassandra_threadpools_completedtasks_total"
                    + "{path=\"request\",threadpools=\"ReadStage\"}"))
        .isGreaterThanOrEqualTo(100);
  }

  private static void assertStateIsPlausible(Exposition page) {
    assertThat(page.present("cassandra_client_connectednativeclients")).isBetween(1.0, 4.0);
    assertThat(page.present("cassandra_failuredetector_upendpointcount")).isOne();
    assertThat(page.present("cassandra_failuredetector_downendpointcount")).isZero();
    assertThat(page.present("cassandra_commitlog_totalcommitlogsize_bytes"))
        .isBetween(1e6, 64.0 * 1024 * 1024);
    assertThat(page.present("cassandra_storage_load_bytes")).isBetween(1e4, 1e8);
    assertThat(
            page.value(
                "cassandra_clientrequest_latency_seconds"
                    + "{clientrequest=\"Write\",quantile=\"0.5\"}"))
        .isPositive()
        .isLessThan(
            page.value(
                "cassandra_clientrequest_totallatency_seconds_total{clientrequest=\"Write\"}"));
    assertThat(
            page.value(
                "cassandra_threadpools_pendingtasks"
                    + "{path=\"internal\",threadpools=\"CompactionExecutor\"}"))
        .isGreaterThanOrEqualTo(0);
    assertThat(page.present("cassandra_droppedmessage_dropped_total{droppedmessage=\"MUTATION\"}"))
        .isZero();
  }

  private static void assertNoTableIsNamed(Exposition page) {
    assertThat(page.families().keySet())
        .filteredOn(family -> family.startsWith("cassandra_"))
        .hasSizeGreaterThan(50);
    assertThat(page.text()).doesNotContain("shop").doesNotContain("LOCAL_QUORUM");
  }

  /** The JVM warns of the security manager, and the agent says what it does. */
  private static void assertNodeIsUndisturbed(ServerApplication node) {
    assertThat(node.program().output().lines()).containsExactly("ready");
    assertThat(node.program().errorLines())
        .allMatch(line -> line.startsWith("exporter-agent: ") || line.startsWith("WARNING: "));
    assertThat(node.program().isAlive()).isTrue();
  }
}
