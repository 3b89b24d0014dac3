package io.exporteragent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.gather.Collector;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.lifecycle.Composition.Change;
import io.exporteragent.lifecycle.Composition.Section;
import io.exporteragent.model.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change of the settings takes effect as a whole or not at all. */
class CompositionTest {
  private final List<String> messages = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Composition composition =
      new Composition(
          null,
          type -> true,
          workers,
          new Agenda(new AgentThreads("agenda", messages::add), messages::add),
          messages::add);

  @AfterEach
  void endWorkers() {
    workers.shutdownNow();
  }

  static Stream<Composition.Factory> failures() {
    return Stream.of(
        () -> {
          throw new ConfigurationException("cannot be made");
        },
        () -> {
          throw new IllegalStateException("cannot be made");
        },
        () -> {
          throw new NoClassDefFoundError("cannot be made");
        });
  }

  @ParameterizedTest
  @MethodSource("failures")
  void sourceThatCannotBeMade_whateverTheReason_nothingHasChanged(Composition.Factory failing)
      throws Exception {
    commit(section("kept", 1), section("changed", 1));
    List<Collector> before = composition.collectors();

    assertThatThrownBy(
            () ->
                prepare(
                    section("kept", 1), section("changed", 2), new Section("failing", 1, failing)))
        .hasMessage("cannot be made");
    assertThat(closed).containsExactly("changed 2");
    assertThat(composition.collectors()).isEqualTo(before);
    assertThat(messages).isEmpty();
  }

  @Test
  void committed_whatIsGoneIsClosed_andWhatStaysIsNotMadeAnew() throws Exception {
    commit(section("kept", 1), section("changed", 1), section("gone", 1));
    Collector kept = composition.collectors().get(0);
    Change change = prepare(section("kept", 1), section("changed", 2), section("added", 1));
    assertThat(closed).isEmpty();
    List<Collector> next = change.collectors();

    change.commit();
    assertThat(closed).containsExactly("changed 1", "gone 1");
    assertThat(composition.collectors()).isEqualTo(next).startsWith(kept).hasSize(3);

    composition.close();
    assertThat(closed).containsExactly("changed 1", "gone 1", "kept 1", "changed 2", "added 1");
  }

  @Test
  void discarded_onlyWhatWasMadeIsClosed() throws Exception {
    commit(section("kept", 1), section("changed", 1));
    List<Collector> before = composition.collectors();

    prepare(section("kept", 1), section("changed", 2), section("added", 1)).discard();
    assertThat(closed).containsExactly("changed 2", "added 1");
    assertThat(composition.collectors()).isEqualTo(before);
  }

  private void commit(Section... sections) throws ConfigurationException {
    prepare(sections).commit();
  }

  private Change prepare(Section... sections) throws ConfigurationException {
    return composition.prepare(List.of(sections), List.of());
  }

  private Section section(String name, int version) {
    return new Section(name, version, () -> Collector.inline(name, source(name + " " + version)));
  }

  private Source source(String name) {
    return new Source() {
      @Override
      public List<Family> collect(Scrape scrape) {
        return List.of();
      }

      @Override
      public void close() {
        closed.add(name);
      }
    };
  }
}
