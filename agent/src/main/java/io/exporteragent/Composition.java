package io.exporteragent;

import io.exporteragent.application.ApplicationMetrics;
import io.exporteragent.config.CollectorSettings;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.DiskSettings;
import io.exporteragent.config.MethodRule;
import io.exporteragent.config.ModuleSettings;
import io.exporteragent.config.Settings;
import io.exporteragent.gather.AgentThreads;
import io.exporteragent.gather.Collector;
import io.exporteragent.gather.Source;
import io.exporteragent.host.CpuMetrics;
import io.exporteragent.host.DiskMetrics;
import io.exporteragent.host.MemoryMetrics;
import io.exporteragent.host.ProcessMetrics;
import io.exporteragent.jvm.JvmMetrics;
import io.exporteragent.method.MethodMetrics;
import io.exporteragent.module.ClientJavaScheduler;
import io.exporteragent.module.ModuleMetrics;
import io.exporteragent.probe.ProbeMetrics;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns settings into collectors. A collector lives on as long as the section of the settings it
 * was made from stays the same: editing a probe must not reset the others. Not for use by several
 * threads at once.
 */
final class Composition {
  private final @Nullable Instrumentation instrumentation;
  private final Predicate<Class<?>> initialized;
  private final ExecutorService workers;
  private final Consumer<String> messages;
  private Map<String, Part> current = Collections.emptyMap();
  private boolean modulesWereStarted;
  private volatile @Nullable ModuleMetrics modules;
  private @Nullable MethodMetrics methods;

  /**
   * Makes nothing yet.
   *
   * @param instrumentation of the application, or null when there is none
   */
  Composition(
      @Nullable Instrumentation instrumentation,
      Predicate<Class<?>> initialized,
      ExecutorService workers,
      Consumer<String> messages) {
    this.instrumentation = instrumentation;
    this.initialized = initialized;
    this.workers = workers;
    this.messages = messages;
  }

  /**
   * The collectors for the settings, in order of precedence: where the application exports a family
   * itself, ours steps back.
   *
   * @throws ConfigurationException if the settings cannot be put into effect; nothing has changed
   *     then
   */
  List<Collector> apply(Settings settings) throws ConfigurationException {
    Map<String, Part> next = new LinkedHashMap<>();
    List<Part> made = new ArrayList<>();
    try {
      for (Section section : sections(settings)) {
        Part part = current.get(section.name);
        if (part == null || !part.section.equals(section.settings)) {
          part = new Part(section.settings, section.factory.make());
          made.add(part);
        }
        next.put(section.name, part);
      }
    } catch (ConfigurationException e) {
      made.forEach(part -> part.collector.close(messages));
      throw e;
    }
    current.forEach(
        (name, part) -> {
          if (next.get(name) != part) {
            part.collector.close(messages);
          }
        });
    current = next;
    if (settings.modules() == null) {
      modules = null;
    }
    if (settings.methods().isEmpty()) {
      methods = null;
    } else if (methods != null) {
      methods.use(settings.methods());
    }
    List<Collector> collectors = new ArrayList<>();
    next.values().forEach(part -> collectors.add(part.collector));
    return collectors;
  }

  /** Ends every collector. */
  void close() {
    current.values().forEach(part -> part.collector.close(messages));
    current = Collections.emptyMap();
    modules = null;
    if (modulesWereStarted) {
      ClientJavaScheduler.end(messages);
    }
  }

  /** The metric modules, null when there is no folder for them. Any thread. */
  @Nullable ModuleMetrics modules() {
    return modules;
  }

  private List<Section> sections(Settings settings) {
    List<Section> sections = new ArrayList<>();
    CollectorSettings wanted = settings.collectors();
    Instrumentation application = instrumentation;
    if (application != null && wanted.isOn(CollectorSettings.Name.APPLICATION)) {
      sections.add(section("application", () -> applicationCollector(application)));
    }
    if (wanted.isOn(CollectorSettings.Name.JVM)) {
      sections.add(
          section(
              "jvm", () -> Collector.inline("jvm", new JvmMetrics(workers, this::hasMBeanServer))));
    }
    if (wanted.isOn(CollectorSettings.Name.PROCESS)) {
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
                  Collector.onWorker(
                      "probe", ProbeMetrics.of(settings.probes(), workers, messages))));
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
    ModuleMetrics started = ModuleMetrics.start(folder, loaders, messages);
    modules = started;
    return Collector.inline("modules", started);
  }

  /** Made once: it follows its rules itself, and those that stay keep what they have counted. */
  private Collector methodCollector(Instrumentation application, List<MethodRule> rules) {
    MethodMetrics made = new MethodMetrics(rules, application, messages);
    methods = made;
    return Collector.inline("method", made);
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

  private interface Factory {
    Collector make() throws ConfigurationException;
  }

  /** What is wanted. */
  private static final class Section {
    private final String name;
    private final Object settings;
    private final Factory factory;

    Section(String name, Object settings, Factory factory) {
      this.name = name;
      this.settings = settings;
      this.factory = factory;
    }
  }

  /** What there is. */
  private static final class Part {
    private final Object section;
    private final Collector collector;

    Part(Object section, Collector collector) {
      this.section = section;
      this.collector = collector;
    }
  }
}
