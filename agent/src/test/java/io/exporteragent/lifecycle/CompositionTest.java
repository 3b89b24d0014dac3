package io.exporteragent.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Schema;
import io.exporteragent.gather.Scrape;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.gather.SourceRunner;
import io.exporteragent.guest.Guest;
import io.exporteragent.lifecycle.Composition.Change;
import io.exporteragent.model.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change of the settings takes effect as a whole or not at all. */
class CompositionTest {
  private final List<String> messages = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final Guest guest = new Guest(null, messages::add);
  private final Numbered kept = new Numbered("kept");
  private final Numbered changed = new Numbered("changed");
  private final Numbered gone = new Numbered("gone");
  private final Numbered added = new Numbered("added");
  private final Sections sections = new Sections(false, kept, changed, gone, added);
  private final Composition composition = new Composition(sections, guest);

  @AfterEach
  void endWorkers() {
    guest.endWorkers();
  }

  interface Failure {
    Source fail() throws ConfigurationException;
  }

  static Stream<Failure> failures() {
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
  void sourceThatCannotBeMade_whateverTheReason_nothingHasChanged(Failure failure)
      throws Exception {
    kept.number = 1;
    changed.number = 1;
    prepare().commit();
    List<SourceRunner> before = composition.runners();

    changed.number = 2;
    added.number = 1;
    added.failure = failure;
    assertThatThrownBy(this::prepare).hasMessage("cannot be made");
    assertThat(events).containsExactly("closed changed 2");
    assertThat(composition.runners()).isEqualTo(before);
    assertThat(messages).isEmpty();
  }

  @Test
  void committed_whatIsGoneIsClosed_andWhatStaysIsNotMadeAnew() throws Exception {
    kept.number = 1;
    changed.number = 1;
    gone.number = 1;
    prepare().commit();
    SourceRunner first = composition.runners().get(0);

    changed.number = 2;
    gone.number = 0;
    added.number = 1;
    Change change = prepare();
    assertThat(events).isEmpty();
    List<SourceRunner> next = change.runners();

    change.commit();
    assertThat(events).containsExactly("closed changed 1", "closed gone 1");
    assertThat(composition.runners()).isEqualTo(next).startsWith(first).hasSize(3);

    composition.close();
    assertThat(events)
        .containsExactly(
            "closed changed 1",
            "closed gone 1",
            "closed kept 1",
            "closed changed 2",
            "closed added 1",
            "end of kept",
            "end of changed",
            "end of gone",
            "end of added");
  }

  @Test
  void discarded_onlyWhatWasMadeIsClosed() throws Exception {
    kept.number = 1;
    changed.number = 1;
    prepare().commit();
    List<SourceRunner> before = composition.runners();

    changed.number = 2;
    added.number = 1;
    prepare().discard();
    assertThat(events).containsExactly("closed changed 2", "closed added 1");
    assertThat(composition.runners()).isEqualTo(before);
  }

  @Test
  void sourceThatFollows_isKept_andUpdatedByTheCommitAlone() throws Exception {
    changed.number = 1;
    changed.follows = true;
    prepare().commit();
    List<SourceRunner> before = composition.runners();

    changed.number = 2;
    prepare().discard();
    assertThat(events).isEmpty();
    prepare().commit();
    assertThat(events).containsExactly("changed 1 follows 2");
    assertThat(composition.runners()).isEqualTo(before);

    prepare().commit();
    assertThat(events).as("nothing has changed").hasSize(1);
  }

  @Test
  void refusedVersion_isToldToWhatRuns() throws Exception {
    kept.number = 1;
    gone.number = 1;
    prepare().commit();
    gone.number = 0;
    prepare().commit();
    events.clear();
    composition.refused();
    assertThat(events).containsExactly("kept 1 stays");
  }

  @Test
  void sectionThatIsSwitchedOff_hasNoSource() throws Exception {
    kept.number = 1;
    changed.number = 1;
    kept.isSwitched = true;
    Configuration off =
        Configuration.parse(
            "collectors: {kept: false}",
            "exporter.yml",
            sections.arguments().parse(null, Map.of()),
            sections);
    composition.prepare(off).commit();
    assertThat(composition.runners()).extracting(SourceRunner::name).containsExactly("changed");
  }

  private Change prepare() throws ConfigurationException {
    return composition.prepare(
        Configuration.of(sections.arguments().parse(null, Map.of()), sections));
  }

  /** A section whose settings are a number; 0 asks for nothing. */
  private final class Numbered implements Section<Integer> {
    private final String name;
    private int number;
    private boolean follows;
    private boolean isSwitched;
    private Failure failure;

    Numbered(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String key() {
      return "";
    }

    @Override
    public boolean isSwitched() {
      return isSwitched;
    }

    @Override
    public Schema<Integer> schema() {
      return Schema.integer(0, 9);
    }

    @Override
    public Integer otherwise() {
      return number;
    }

    @Override
    public Source make(Integer settings, Guest guest) throws ConfigurationException {
      if (failure != null) {
        return failure.fail();
      }
      return settings == 0 ? null : new Named(name + " " + settings);
    }

    @Override
    public boolean follows(Source running, Integer now) {
      return follows;
    }

    @Override
    public void update(Source running, Integer now) {
      events.add(((Named) running).name + " follows " + now);
    }

    @Override
    public void refused(Source running) {
      events.add(((Named) running).name + " stays");
    }

    @Override
    public void end(Guest guest) {
      events.add("end of " + name);
    }
  }

  private final class Named implements Source {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public List<Family> collect(Scrape scrape) {
      return List.of();
    }

    @Override
    public void close() {
      events.add("closed " + name);
    }
  }
}
