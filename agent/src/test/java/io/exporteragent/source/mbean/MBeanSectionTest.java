package io.exporteragent.source.mbean;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.YamlDocument;
import io.exporteragent.gather.Samples;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the settings, and how a file of jmx_exporter is followed. */
@Timeout(120)
class MBeanSectionTest {
  private static final String SUCCESS = "jmx_config_reload_success";
  private static final String FAILURE = "jmx_config_reload_failure";

  @TempDir private Path directory;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Instrumentation instrumentation = ByteBuddyAgent.install();
  private final Guest guest = new Guest(instrumentation, messages::add);
  private final MBeanSection section = new MBeanSection(() -> "1.2.3");

  @AfterEach
  void end() {
    guest.agenda().close();
    guest.endWorkers();
  }

  @Test
  void packs_areOnByDefault_butNotBesideAFile() throws Exception {
    assertThat(section.otherwise().packs()).containsExactly("auto");
    assertThat(section.otherwise()).isEqualTo(read("{}"));
    assertThat(read("{max_series: 7}").maxSeries()).isEqualTo(7);
    assertThat(read("{jmx_exporter: a.yml}").packs()).containsExactly("none");
    assertThat(read("{jmx_exporter: a.yml}").jmxExporter()).isEqualTo(Path.of("a.yml"));
    assertThat(read("{jmx_exporter: a.yml, packs: auto}").packs()).containsExactly("auto");
    assertThat(read("{packs: [auto, shop.yml]}").packs()).containsExactly("auto", "shop.yml");
    assertThat(read("{packs: none}").packs()).containsExactly("none");
    assertThatThrownBy(() -> read("{max_series: 0}"))
        .hasMessageContaining("a whole number from 1 to 1000000");
  }

  @Test
  void fileInThePlaceOfOurs_isPartOfTheSettings() throws Exception {
    MBeanSettings settings = whole("rules: []");
    assertThat(settings.packs()).containsExactly("none");
    assertThat(settings).isEqualTo(whole("rules: []"));
    assertThat(settings).isNotEqualTo(whole("rules: [{}]"));
    assertThat(settings).isNotEqualTo(read("{jmx_exporter: kafka.yml}"));
  }

  @Test
  void withoutAnApplication_thereIsNoSource_whichIsSaidOfAFile() throws Exception {
    Guest alone = new Guest(null, messages::add);
    assertThat(section.make(section.otherwise(), alone)).isNull();
    assertThat(messages).isEmpty();
    assertThat(section.make(whole("rules: []"), alone)).isNull();
    assertThat(messages)
        .containsExactly(
            "kafka.yml is of no use here, since there is no application whose MBeans could be read");
  }

  @Test
  void namedFile_thatIsMissingOrWrong_isAnError() throws Exception {
    Path file = directory.resolve("kafka.yml");
    MBeanSettings settings = read("{jmx_exporter: '" + file + "'}");
    assertThatThrownBy(() -> section.check(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> section.make(settings, guest)).hasMessageContaining("no such file");
    Files.writeString(file, "rules: {}");
    assertThatThrownBy(() -> section.check(settings))
        .hasMessage(file + ":1:8: a mapping at rules; expected a list");
    assertThatThrownBy(() -> section.make(settings, guest)).hasMessageContaining("expected a list");
    Files.writeString(file, "rules: []");
    section.check(settings);
    assertThat(section.remarks(settings)).hasSize(2);
  }

  @Test
  void namedFile_thatClosesItsPage_isServedWithAWarning() throws Exception {
    Path file = directory.resolve("kafka.yml");
    Files.writeString(file, "rules: []\nhttpServer: {ssl: {}, threads: {}}\n");
    MBeanSettings settings = read("{jmx_exporter: '" + file + "'}");
    try (Source source = section.make(settings, guest)) {
      Samples.from(source);
      Samples.from(source);
    }
    assertThat(messages)
        .containsExactly(
            file
                + ": not honoured: httpServer.threads; the MBeans of this JVM are read instead, and the page is that of the agent argument",
            file
                + ": jmx_exporter closes its page by httpServer.ssl, which does not close this one; a web configuration does: web=web.yml, or server: {web_config_file: web.yml}");
  }

  @Test
  void namedFile_isFollowed_whateverItsTime_andAWrongVersionIsCountedOnce() throws Exception {
    Path file = directory.resolve("kafka.yml");
    Files.writeString(file, "rules: []");
    try (Source source = section.make(read("{jmx_exporter: '" + file + "'}"), guest)) {
      assertThat(Samples.from(source)).containsEntry(SUCCESS, 0.0).containsEntry(FAILURE, 0.0);

      Files.writeString(file, "rules: [{}]");
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
      await()
          .atMost(60, SECONDS)
          .untilAsserted(() -> assertThat(Samples.from(source)).containsEntry(SUCCESS, 1.0));
      assertThat(messages).containsExactly("the new version of " + file + " is in effect");

      Files.writeString(file, "rules: {}");
      await()
          .atMost(60, SECONDS)
          .untilAsserted(() -> assertThat(Samples.from(source)).containsEntry(FAILURE, 1.0));
      Files.delete(file);
      await()
          .atMost(60, SECONDS)
          .untilAsserted(() -> assertThat(Samples.from(source)).containsEntry(FAILURE, 2.0));
      Files.writeString(file, "rules: []");
      await()
          .atMost(60, SECONDS)
          .untilAsserted(() -> assertThat(Samples.from(source)).containsEntry(SUCCESS, 2.0));

      section.refused(source);
      assertThat(Samples.from(source)).as("our own file is another").containsEntry(FAILURE, 2.0);
    }
    assertThat(messages).hasSize(4);
    assertThat(messages.get(1))
        .isEqualTo(
            file
                + ":1:8: a mapping at rules; expected a list; the previous version stays in effect until this is fixed");
    assertThat(messages.get(2)).contains("no such file");
  }

  @Test
  void fileInThePlaceOfOurs_isFollowedByTheSameSource() throws Exception {
    try (Source source = section.make(whole("rules: []"), guest)) {
      MBeanSettings next = whole("rules: [{}]\nzzz: 1");
      assertThat(section.follows(source, next)).isTrue();
      assertThat(section.follows(source, section.otherwise())).isFalse();
      assertThat(section.follows(source, read("{jmx_exporter: kafka.yml}"))).isFalse();
      section.update(source, next);
      section.refused(source);
      assertThat(Samples.from(source)).containsEntry(SUCCESS, 1.0).containsEntry(FAILURE, 1.0);
      assertThat(messages).hasSize(1).first().asString().startsWith("kafka.yml:2:1: unknown key");
    }
    Path named = Files.writeString(directory.resolve("named.yml"), "rules: []");
    try (Source other = section.make(read("{jmx_exporter: '" + named + "'}"), guest)) {
      assertThat(section.follows(other, whole("rules: []"))).isFalse();
    }
  }

  @Test
  void nothingAskedFor_makesNoSource() throws Exception {
    assertThat(section.make(read("{packs: none}"), guest)).isNull();
  }

  @Test
  void packOfTheUser_isReadFromItsFile() throws Exception {
    Path file = directory.resolve("own.yml");
    MBeanSettings settings = read("{packs: '" + file + "'}");
    assertThatThrownBy(() -> section.check(settings)).hasMessageContaining("no such file");
    Files.writeString(
        file,
        """
        name: own
        help: Own.
        beans:
          - object: java.lang:type=ClassLoading
            metrics:
              - {attribute: LoadedClassCount, name: of_own, type: gauge, help: Classes.}
        """);
    ManagementFactory.getPlatformMBeanServer();
    try (Source source = section.make(settings, guest)) {
      assertThat(Samples.from(source)).containsOnlyKeys("of_own");
    }
  }

  @Test
  void aboutItself_isSaidWithTheNamesOfJmxExporter() throws Exception {
    try (Source source = section.make(whole("rules: []"), guest)) {
      assertThat(source.execution()).isEqualTo(Source.Execution.ON_WORKER);
      assertThat(source.isIdle()).isFalse();
      assertThat(Samples.from(source))
          .containsEntry("jmx_scrape_error", 0.0)
          .containsEntry("jmx_scrape_cached_beans", 0.0)
          .containsEntry("jmx_exporter_build exporter-agent 1.2.3", 1.0)
          .containsKey("jmx_scrape_duration_seconds")
          .hasSize(6);
    }
  }

  private MBeanSettings whole(String text) throws ConfigurationException {
    return section.readWhole(YamlDocument.of(text, "kafka.yml"), "rules", null, false);
  }

  private MBeanSettings read(String text) throws ConfigurationException {
    AgentArguments arguments = new ArgumentGrammar(List.of()).parse(null, Map.of());
    return section.read(ConfigurationFile.parse(text, "exporter.yml", arguments), arguments);
  }
}
