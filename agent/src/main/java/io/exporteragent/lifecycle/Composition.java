package io.exporteragent.lifecycle;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.gather.SourcePage;
import io.exporteragent.gather.SourceRunner;
import io.exporteragent.guest.Guest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns settings into running sources. A source lives on as long as the settings of its section
 * stay the same: editing a probe must not reset the others. Not for use by several threads at once.
 */
final class Composition {
  /** For how long to wait until the sources that are to be closed have answered. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Sections sections;
  private final Guest guest;
  private final Set<Section<?>> used = new LinkedHashSet<>();
  private volatile Map<String, Part> current = Collections.emptyMap();

  /** Makes nothing yet. */
  Composition(Sections sections, Guest guest) {
    this.sections = sections;
    this.guest = guest;
  }

  /**
   * Makes what the configuration changes. What is in effect stays so until the change is committed.
   *
   * @throws ConfigurationException if it cannot be put into effect; nothing has changed then, which
   *     also holds for any other exception
   */
  Change prepare(Configuration configuration) throws ConfigurationException {
    Change change = new Change();
    boolean isComplete = false;
    try {
      for (Section<?> section : sections.list()) {
        if (configuration.isOn(section)) {
          prepare(section, configuration, change);
        }
      }
      isComplete = true;
    } finally {
      if (!isComplete) {
        change.discard();
      }
    }
    return change;
  }

  private <S> void prepare(Section<S> section, Configuration configuration, Change change)
      throws ConfigurationException {
    S wanted = configuration.of(section);
    Part part = current.get(section.name());
    Source running = part == null || part.runner == null ? null : part.runner.source();
    if (part != null && part.settings.equals(wanted)) {
      change.next.put(section.name(), part);
    } else if (part != null && running != null && section.follows(running, wanted)) {
      change.next.put(section.name(), new Part(wanted, part.runner));
      change.updates.add(() -> section.update(running, wanted));
    } else {
      Source source = section.make(wanted, guest);
      if (source != null) {
        used.add(section);
      }
      Part made = new Part(wanted, source == null ? null : SourceRunner.of(section.name(), source));
      change.made.add(made);
      change.next.put(section.name(), made);
    }
  }

  /**
   * Returns the sources in effect, in order of precedence: where the application exports a family
   * itself, ours steps back.
   */
  List<SourceRunner> runners() {
    return runners(current.values());
  }

  private static List<SourceRunner> runners(Collection<Part> parts) {
    List<SourceRunner> runners = new ArrayList<>();
    for (Part part : parts) {
      if (part.runner != null) {
        runners.add(part.runner);
      }
    }
    return runners;
  }

  /** Returns the pages of all sections. */
  List<SourcePage> pages() {
    List<SourcePage> pages = new ArrayList<>();
    for (Section<?> section : sections.list()) {
      pages.addAll(section.pages(() -> running(section.name())));
    }
    return pages;
  }

  private @Nullable Source running(String section) {
    Part part = current.get(section);
    return part == null || part.runner == null ? null : part.runner.source();
  }

  /** Tells the sources in effect that a version of the configuration file was refused. */
  void refused() {
    for (Section<?> section : sections.list()) {
      Source source = running(section.name());
      if (source != null) {
        section.refused(source);
      }
    }
  }

  /** Ends every source. */
  void close() {
    Collection<Part> gone = current.values();
    current = Collections.emptyMap();
    close(runners(gone));
    used.forEach(section -> section.end(guest));
  }

  private void close(List<SourceRunner> gone) {
    long until = System.nanoTime() + CLOSE_NANOS;
    gone.forEach(runner -> runner.close(until, guest.messages()));
  }

  /** What a configuration changes, made and not yet in effect. To be committed or discarded. */
  final class Change {
    private final Map<String, Part> next = new LinkedHashMap<>();
    private final List<Part> made = new ArrayList<>();
    private final List<Runnable> updates = new ArrayList<>();

    /** As of {@link Composition#runners}, once the change is committed. */
    List<SourceRunner> runners() {
      return Composition.runners(next.values());
    }

    /** Puts the change into effect and closes what it replaces, which no scrape may begin with. */
    void commit() {
      List<SourceRunner> gone = Composition.this.runners();
      gone.removeAll(runners());
      current = next;
      close(gone);
      updates.forEach(Runnable::run);
    }

    /** Closes what was made; what was in effect still is. */
    void discard() {
      close(Composition.runners(made));
    }
  }

  /** The settings of a section, and what runs by them; null if they ask for nothing. */
  private static final class Part {
    private final Object settings;
    private final @Nullable SourceRunner runner;

    Part(Object settings, @Nullable SourceRunner runner) {
      this.settings = settings;
      this.runner = runner;
    }
  }
}
