package io.exporteragent.source.mbean;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Guest;
import io.exporteragent.model.Family;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user's pack follows its file. */
@Timeout(240)
class FollowedPacksTest {
  private static final String PACK =
      """
      name: own
      help: Own.
      beans:
        - object: java.lang:type=ClassLoading
          metrics:
            - {attribute: LoadedClassCount, name: %s, type: gauge, help: Classes.}
      """;

  @TempDir private Path directory;

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Guest guest = new Guest(null, messages::add);

  @AfterEach
  void end() {
    guest.agenda().close();
    guest.endWorkers();
  }

  @Test
  void newVersion_takesThePlaceOfThePreviousOne_andAWrongOneDoesNot() throws Exception {
    Path file = Files.writeString(directory.resolve("own.yml"), PACK.formatted("of_own"));
    try (FollowedPacks packs = new FollowedPacks(settings(file), guest)) {
      assertThat(families(packs)).containsExactly("of_own");

      Files.writeString(file, PACK.formatted("of_other"));
      awaitFamily("of_other", packs);
      assertThat(messages).contains("the new version of " + file + " is in effect");

      Files.writeString(file, "name: own\nbeens: []\n");
      await().atMost(60, SECONDS).until(() -> !saying("the previous version stays").isEmpty());
      assertThat(saying("the previous version stays").get(0))
          .startsWith(file + ":2:1: unknown key");
      assertThat(families(packs)).containsExactly("of_other");

      Files.writeString(file, PACK.formatted("of_third"));
      awaitFamily("of_third", packs);
    }
  }

  @Test
  void wrongFile_isAnErrorAtTheStart() throws Exception {
    Path file = Files.writeString(directory.resolve("own.yml"), "name: own\n");
    MBeanSettings settings = settings(file);
    assertThatThrownBy(() -> new FollowedPacks(settings, guest))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(file.toString());
    assertThatThrownBy(() -> FollowedPacks.read(settings))
        .isInstanceOf(ConfigurationException.class);
  }

  private static void awaitFamily(String name, FollowedPacks packs) {
    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertThat(families(packs)).containsExactly(name));
  }

  private List<String> saying(String text) {
    return messages.stream().filter(line -> line.contains(text)).toList();
  }

  private static List<String> families(FollowedPacks packs) {
    Scrape scrape = Scrape.ofEverything(System.nanoTime() + SECONDS.toNanos(60));
    return packs.current().read(ManagementFactory.getPlatformMBeanServer(), scrape).stream()
        .map(Family::name)
        .toList();
  }

  private static MBeanSettings settings(Path file) throws ConfigurationException {
    return MBeanSettings.read(
        ConfigurationFile.parse(
            "packs: ['" + file + "']\n",
            "exporter.yml",
            new ArgumentGrammar(List.of()).parse(null, Map.of())));
  }
}
