package io.exporteragent.lifecycle;

import io.exporteragent.config.CollectorSettings;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.DiskSettings;
import io.exporteragent.config.MethodRule;
import io.exporteragent.config.ModuleSettings;
import io.exporteragent.config.Settings;
import io.exporteragent.gather.Collector;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Agenda;
import io.exporteragent.guest.AgentThreads;
import io.exporteragent.guest.HostLogging;
import io.exporteragent.guest.LoaderOfClass;
import io.exporteragent.guest.Management;
import io.exporteragent.guest.Messages;
import io.exporteragent.source.application.ApplicationMetrics;
import io.exporteragent.source.host.CpuMetrics;
import io.exporteragent.source.host.DiskMetrics;
import io.exporteragent.source.host.MemoryMetrics;
import io.exporteragent.source.host.ProcessMetrics;
import io.exporteragent.source.jvm.JvmMetrics;
import io.exporteragent.source.method.MethodMetrics;
import io.exporteragent.source.module.ClientJavaScheduler;
import io.exporteragent.source.module.ModuleMetrics;
import io.exporteragent.source.probe.ProbeMetrics;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns settings into collectors. A collector lives on as long as the section of the settings it
 * was made from stays the same: editing a probe must not reset the others. Not for use by several
 * threads at once.
 */
public final class Composition {
  /** For how long to wait until the sources that are to be closed have answered. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final @Nullable Instrumentation instrumentation;
  private final Predicate<Class<?>> initialized;
  private final long startNanos = System.nanoTime();
  private final ExecutorService workers;
  private final Agenda agenda;
  private final Messages messages;
  private final Set<String> leftOut = new HashSet<>();
  private volatile Map<String, Part> current = Collections.emptyMap();
  private boolean modulesWereStarted;

  /**
   * Makes nothing yet.
   *
   * @param instrumentation of the application, or null when there is none
   */
  public Composition(
      @Nullable Instrumentation instrumentation,
      Predicate<Class<?>> initialized,
      ExecutorService workers,
      Agenda agenda,
      Messages messages) {
    this.instrumentation = instrumentation;
    this.initialized = initialized;
    this.workers = workers;
    this.agenda = agenda;
    this.messages = messages;
  }

  /**
   * Makes what the settings change. What is in effect stays so until the change is committed.
   *
   * @throws ConfigurationException if the settings cannot be put into effect; nothing has changed
   *     then, which also holds for any other exception
   */
  Change prepare(Settings settings) throws ConfigurationException {
    return prepare(sections(settings), settings.methods());
  }

  Change prepare(List<Section> sections, List<MethodRule> rules) throws ConfigurationException {
    Map<String, Part> next = new LinkedHashMap<>();
    List<Part> made = new ArrayList<>();
    boolean isComplete = false;
    try {
      for (Section section : sections) {
        Part part = current.get(section.name);
        if (part == null || !part.section.equals(section.settings)) {
          part = new Part(section.settings, section.factory.make());
          made.add(part);
        }
        next.put(section.name, part);
      }
      isComplete = true;
    } finally {
      if (!isComplete) {
        close(made);
      }
    }
    return new Change(next, made, rules);
  }

  /**
   * The collectors in effect, in order of precedence: where the application exports a family
   * itself, ours steps back.
   */
  List<Collector> collectors() {
    return collectors(current);
  }

  private static List<Collector> collectors(Map<String, Part> parts) {
    List<Collector> collectors = new ArrayList<>();
    parts.values().forEach(part -> collectors.add(part.collector));
    return collectors;
  }

  /** Ends every collector. */
  void close() {
    Collection<Part> gone = current.values();
    current = Collections.emptyMap();
    close(gone);
    if (modulesWereStarted) {
      ClientJavaScheduler.end(messages);
    }
  }

  private void close(Collection<Part> gone) {
    long until = System.nanoTime() + CLOSE_NANOS;
    gone.forEach(part -> part.collector.close(until, messages));
  }

  /** The metric modules, null when there is no folder for them. Any thread. */
  @Nullable ModuleMetrics modules() {
    return running("modules", ModuleMetrics.class);
  }

  private <T> @Nullable T running(String section, Class<T> type) {
    Part part = current.get(section);
    return part == null ? null : type.cast(part.collector.source());
  }

  private List<Section> sections(Settings settings) {
    List<Section> sections = new ArrayList<>();
    CollectorSettings wanted = settings.collectors();
    Instrumentation application = instrumentation;
    if (application != null && wanted.isOn(CollectorSettings.Name.APPLICATION)) {
      sections.add(section("application", () -> applicationCollector(application)));
    }
    if (wanted.isOn(CollectorSettings.Name.JVM)
        && isThere(Management.hasBeans(), "java.management", "jvm")) {
      sections.add(
          section(
              "jvm", () -> Collector.inline("jvm", new JvmMetrics(workers, this::hasMBeanServer))));
    }
    if (wanted.isOn(CollectorSettings.Name.PROCESS)
        && isThere(Management.hasBeansOfJdk(), "jdk.management", "process")) {
      sections.add(section("process", () -> Collector.inline("process", new ProcessMetrics())));
    }
    if (wanted.isOn(CollectorSettings.Name.CPU)) {
      sections.add(
          section("cpu", () -> ofHost("cpu", new CpuMetrics(new AgentThreads("cpu", messages)))));
    }
    if (wanted.isOn(CollectorSettings.Name.MEMORY)) {
      sections.add(section("memory", () -> ofHost("memory", new MemoryMetrics())));
    }
    if (wanted.isOn(CollectorSettings.Name.DISK)) {
      DiskSettings disk = settings.disk();
      sections.add(
          new Section(
              "disk",
              disk,
              () ->
                  ofHost(
                      "disk",
                      new DiskMetrics(workers, disk.mountpointsExclude(), disk.fsTypesExclude()))));
    }
    if (!settings.probes().isEmpty()) {
      sections.add(
          new Section(
              "probe",
              settings.probes(),
              () ->
                  Collector.concurrent(
                      "probe",
                      ProbeMetrics.of(
                          settings.probes(),
                          workers,
                          new HostLogging(initialized, startNanos),
                          messages))));
    }
    ModuleSettings folder = settings.modules();
    if (folder != null) {
      sections.add(new Section("modules", folder, () -> startModules(folder)));
    }
    if (application != null && !settings.methods().isEmpty()) {
      sections.add(section("method", () -> methodCollector(application, settings.methods())));
    }
    return sections;
  }

  /** Says once which module a collector lacks. */
  private boolean isThere(boolean hasModule, String module, String collector) {
    if (!hasModule && leftOut.add(collector)) {
      messages.say(
          String.format(
              "collector \"%s\" is left out, since this JVM has no module %s: add that to the run-time image, or with --add-modules %s",
              collector, module, module));
    }
    return hasModule;
  }

  private Collector applicationCollector(Instrumentation application) {
    ApplicationMetrics source = new ApplicationMetrics(application, initialized, workers, messages);
    return Collector.onWorkerUnless(source::foundNothing, "application", source);
  }

  /**
   * On Linux these read what the kernel has in memory, and leave what may hang to a worker;
   * elsewhere a library does, as it likes.
   */
  private static Collector ofHost(String name, Source source) {
    return System.getProperty("os.name", "").startsWith("Linux")
        ? Collector.inline(name, source)
        : Collector.onWorker(name, source);
  }

  private Collector startModules(ModuleSettings folder) {
    modulesWereStarted = true;
    Function<String, @Nullable ClassLoader> loaders =
        instrumentation == null
            ? name -> ClassLoader.getSystemClassLoader()
            : new LoaderOfClass(instrumentation);
    return Collector.inline("modules", ModuleMetrics.start(folder, loaders, agenda, messages));
  }

  /** Made once: it follows its rules itself, and those that stay keep what they have counted. */
  private Collector methodCollector(Instrumentation application, List<MethodRule> rules) {
    return Collector.inline("method", new MethodMetrics(rules, application, messages));
  }

  /** Without an application to protect, the MBean server may as well be created. */
  private boolean hasMBeanServer() {
    if (instrumentation == null) {
      return true;
    }
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getName().equals("com.sun.jmx.mbeanserver.JmxMBeanServer")) {
        return initialized.test(loaded);
      }
    }
    return false;
  }

  private static Section section(String name, Factory factory) {
    return new Section(name, true, factory);
  }

  /** Settings whose collectors are made and not yet in effect. To be committed or discarded. */
  final class Change {
    private final Map<String, Part> next;
    private final List<Part> made;
    private final List<MethodRule> rules;

    private Change(Map<String, Part> next, List<Part> made, List<MethodRule> rules) {
      this.next = next;
      this.made = made;
      this.rules = rules;
    }

    /** As of {@link Composition#collectors}, once the change is committed. */
    List<Collector> collectors() {
      return Composition.collectors(next);
    }

    /** Puts the change into effect and closes what it replaces, which no scrape may begin with. */
    void commit() {
      List<Part> gone = new ArrayList<>(current.values());
      gone.removeAll(next.values());
      current = next;
      close(gone);
      MethodMetrics methods = running("method", MethodMetrics.class);
      if (methods != null) {
        methods.use(rules);
      }
    }

    /** Closes what was made; what was in effect still is. */
    void discard() {
      close(made);
    }
  }

  /** Makes the collector of a section. */
  interface Factory {
    Collector make() throws ConfigurationException;
  }

  /** A configured section and its factory. */
  static final class Section {
    private final String name;
    private final Object settings;
    private final Factory factory;

    Section(String name, Object settings, Factory factory) {
      this.name = name;
      this.settings = settings;
      this.factory = factory;
    }
  }

  /** A running source and the settings it was made from. */
  private static final class Part {
    private final Object section;
    private final Collector collector;

    Part(Object section, Collector collector) {
      this.section = section;
      this.collector = collector;
    }
  }
}
