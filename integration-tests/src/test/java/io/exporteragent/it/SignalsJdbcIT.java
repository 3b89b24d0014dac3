package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.Databases;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Operations of databases, through pools and without, by drivers that work in different ways. */
@TestInstance(Lifecycle.PER_CLASS)
class SignalsJdbcIT {
  private static final String FAMILY = "db_client_operation_duration_seconds";

  private PostgresServer postgres;

  @BeforeAll
  void start() throws IOException {
    postgres = PostgresServer.start();
  }

  @AfterAll
  void end() throws IOException {
    postgres.close();
  }

  @Jdk.Each
  void operationsInPostgreSql_areCountedOnceEach_whateverWrapsThem(Jdk jdk) {
    Map<String, Double> failures =
        Map.of(
            "query org.postgresql.util.PSQLException", 2.0,
            "update org.postgresql.util.PSQLException", 1.0,
            "execute org.postgresql.util.PSQLException", 1.0,
            "batch java.sql.BatchUpdateException", 1.0);
    // The driver begins, prepares and commits by statements of its own.
    Map<String, Double> distributed = Map.of("update", 2.0, "query", 1.0, "execute", 3.0);
    try (Program databases = databases(jdk, postgres.url() + "?prepareThreshold=2")) {
      // A savepoint is one, too.
      assertCounted(jdk, databases, "postgresql", 10, failures, distributed);
    }
  }

  @Jdk.Each
  void operationsInH2_areCountedOnceEach_whateverWrapsThem(Jdk jdk) {
    Map<String, Double> failures =
        Map.of(
            "query org.h2.jdbc.JdbcSQLSyntaxErrorException", 1.0,
            "query org.h2.jdbc.JdbcSQLDataException", 1.0,
            "update org.h2.jdbc.JdbcSQLSyntaxErrorException", 1.0,
            "execute org.h2.jdbc.JdbcSQLSyntaxErrorException", 1.0,
            "batch org.h2.jdbc.JdbcBatchUpdateException", 1.0);
    // The driver prepares and commits by statements of its own, and the connection begins and ends.
    Map<String, Double> distributed =
        Map.of("update", 2.0, "query", 1.0, "execute", 2.0, "commit", 1.0, "rollback", 2.0);
    try (Program databases = databases(jdk, "jdbc:h2:mem:items;DB_CLOSE_DELAY=-1")) {
      assertCounted(jdk, databases, "h2database", 9, failures, distributed);
    }
  }

  private static Program databases(Jdk jdk, String url) {
    return Program.java(jdk)
        // Otherwise the pool asks the database, depending on how long a connection has waited.
        .with("-Dcom.zaxxer.hikari.aliveBypassWindowMs=3600000")
        .agent("localhost:0,signals=jdbc")
        .with(
            "-cp",
            Program.classPath("h2", "postgresql", "hikari-5", "slf4j-1.7.36", "dbcp2"),
            Databases.class.getName(),
            url)
        .start();
  }

  private void assertCounted(
      Jdk jdk,
      Program databases,
      String system,
      double updates,
      Map<String, Double> failures,
      Map<String, Double> distributed) {
    URI agent = databases.serving();
    Map<String, Double> work = new HashMap<>(failures);
    work.putAll(
        Map.of(
            "execute",
            4.0,
            "query",
            7.0,
            "update",
            updates,
            "batch",
            3.0,
            "commit",
            2.0,
            "rollback",
            6.0));
    for (String pool : new String[] {"none", "hikari", "dbcp2"}) {
      assertCounted(databases, agent, pool, of(system, work));
    }
    assertCounted(databases, agent, "xa", of(system, distributed));
    if (jdk.feature() >= 21) {
      double each = Databases.VIRTUAL_THREADS;
      assertCounted(databases, agent, "virtual", of(system, Map.of("query", each, "update", each)));
    }
  }

  /** Waits until the classes are woven that have been loaded for it, and tries once more then. */
  private void assertCounted(
      Program databases, URI agent, String what, Map<String, Double> expected) {
    await()
        .atMost(1, MINUTES)
        .untilAsserted(
            () -> assertThat(counted(databases, agent, what)).as(what).isEqualTo(expected));
    assertThat(counted(databases, agent, what)).as(what).isEqualTo(expected);
  }

  private Map<String, Double> counted(Program databases, URI agent, String what) {
    Map<String, Double> before = counts(agent);
    databases.order(what);
    Map<String, Double> counted = counts(agent);
    before.forEach(
        (series, count) -> counted.computeIfPresent(series, (same, now) -> less(now, count)));
    return counted;
  }

  private static Double less(double now, double before) {
    return now == before ? null : (Double) (now - before);
  }

  private static Map<String, Double> counts(URI agent) {
    return Exposition.of(Page.metrics(agent)).counts(FAMILY);
  }

  /** The counts by series, of those by operation and class of the exception. */
  private static Map<String, Double> of(String system, Map<String, Double> operations) {
    return operations.entrySet().stream()
        .collect(toMap(each -> series(system, each.getKey()), Map.Entry::getValue));
  }

  private static String series(String system, String operation) {
    String[] words = operation.split(" ", 2);
    String error = words.length == 1 ? "" : ",error_type=\"" + words[1] + "\"";
    return FAMILY
        + "_count{db_operation_name=\"%s\",db_system_name=\"%s\"%s}"
            .formatted(words[0], system, error);
  }
}
