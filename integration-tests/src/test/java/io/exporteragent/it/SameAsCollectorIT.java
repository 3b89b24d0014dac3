package io.exporteragent.it;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.regex.Pattern.compile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.exporteragent.it.fixtures.CollectorAgent;
import io.exporteragent.testing.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Known servers with files of jmx_exporter: our page is that of its collector 1.7.0, which reads
 * the same file in the same JVM. Each server is compared with rules and in the default format.
 */
class SameAsCollectorIT {
  private static final Path COLLECTOR = Path.of(System.getProperty("collector.jars"));
  private static final Pattern COLLECTOR_AT = compile("collector at (http://\\S+)");
  private static final int ROUNDS = 2;
  private static final String MBEANS_ALONE =
      """
      collectors: {application: false, jvm: false, process: false, container: false, cpu: false, memory: false, disk: false}
      mbeans: {jmx_exporter: %s}
      """;

  @TempDir private Path directory;

  @Test
  void kafka() throws IOException {
    compare("kafka", "kafka.*:*", 40, 5000);
  }

  @Test
  void zooKeeper() throws IOException {
    compare("zookeeper", "org.apache.ZooKeeperService:*", 5, 40);
  }

  @Test
  void tomcat() throws IOException {
    compare("tomcat", "Catalina:*", 5, 200, "-Dengine=Catalina");
  }

  @Test
  void artemis() throws IOException {
    compare("artemis", "org.apache.activemq.artemis:*", 5, 50);
  }

  @Test
  void hazelcast() throws IOException {
    compare("hazelcast", "com.hazelcast*:*", 15, 300);
  }

  private void compare(
      String name, String beans, int samplesByRules, int samples, String... options)
      throws IOException {
    Path rules = Path.of("src/test/resources/jmx", name + ".yml").toAbsolutePath();
    Path all = directory.resolve("all.yml");
    Files.writeString(all, "includeObjectNames: ['" + beans + "']\nrules: [{}]\n");
    Path inForce = Files.copy(rules, directory.resolve("in-force.yml"));
    Path ours = directory.resolve("exporter.yml");
    Files.writeString(ours, MBEANS_ALONE.formatted(inForce));

    try (ServerApplication server =
        ServerApplication.startWith(ours, name, withCollector(options))) {
      assertSame(server, rules, samplesByRules);

      Files.copy(all, inForce, REPLACE_EXISTING);
      server.awaitPage(page -> assertThat(page.present("jmx_config_reload_success_total")).isOne());
      assertSame(server, all, samples);
    }
  }

  private String[] withCollector(String... options) throws IOException {
    return Stream.concat(Stream.of("-javaagent:" + agent() + "=" + COLLECTOR), Stream.of(options))
        .toArray(String[]::new);
  }

  private Path agent() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", CollectorAgent.class.getName());
    Path jar = directory.resolve("collector-agent.jar");
    String entry = CollectorAgent.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream in = CollectorAgent.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
    return jar;
  }

  /**
   * Compares until theirs and ours have met the same beans, and then once more: what was learned in
   * the first scrape counts in the next.
   */
  private static void assertSame(ServerApplication server, Path file, int samples) {
    URI theirs =
        URI.create(server.program().awaitError(COLLECTOR_AT).group(1) + file.toUri().getRawPath());
    for (int round = 0; round < ROUNDS; round++) {
      await()
          .atMost(180, SECONDS)
          .untilAsserted(() -> assertSame(inTurn(theirs, server.agent()), samples));
    }
  }

  private static PagesInTurn inTurn(URI theirs, URI ours) {
    return new PagesInTurn(
        Exposition.of(Page.get(theirs)),
        Exposition.of(Page.metrics(ours)),
        Exposition.of(Page.get(theirs)));
  }

  private static void assertSame(PagesInTurn pages, int samples) {
    assertThat(pages.differences()).isEmpty();
    assertThat(pages.unmoved()).isGreaterThanOrEqualTo(samples);
    assertThat(pages.helpOfOtherBeans())
        .hasSizeLessThanOrEqualTo(pages.ours().families().size() / 20);
    assertThat(pages.ours().present("jmx_scrape_error")).isZero();
    assertThat(pages.after().present("jmx_scrape_error")).as("of the page before").isZero();
  }
}
