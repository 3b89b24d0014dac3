package io.exporteragent.lifecycle;

import io.exporteragent.config.ArgumentGrammar;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Management;
import io.exporteragent.source.application.ApplicationMetrics;
import io.exporteragent.source.host.CpuMetrics;
import io.exporteragent.source.host.DiskSection;
import io.exporteragent.source.host.MemoryMetrics;
import io.exporteragent.source.host.ProcessMetrics;
import io.exporteragent.source.host.container.ContainerMetrics;
import io.exporteragent.source.host.node.NodeMetrics;
import io.exporteragent.source.host.sensors.SensorMetrics;
import io.exporteragent.source.jvm.DiagnosticsSection;
import io.exporteragent.source.jvm.JfrMetrics;
import io.exporteragent.source.jvm.JvmMetrics;
import io.exporteragent.source.mbean.MBeanSection;
import io.exporteragent.source.method.MethodSection;
import io.exporteragent.source.module.ModuleSection;
import io.exporteragent.source.probe.ProbeSection;
import io.exporteragent.source.signal.SignalSection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the agent can collect, in order of precedence: of two families of one name the first is
 * served. A new kind of metrics is one more line here, and a folder of its own.
 *
 * <p>Immutable.
 */
public final class Sections {
  /** The section of the probes, which a command of its own explains. */
  public static final ProbeSection PROBES = new ProbeSection();

  /** The section of MBeans, likewise. */
  static final MBeanSection MBEANS = new MBeanSection(() -> BuildInfo.read().version());

  private static final String JFR_HELP =
      "from Java 14 on: the JVM's flight recorder, for pinned virtual threads, slow monitors, deoptimisations and exceptions; it takes 0.5 to 1 s of CPU time and 20 to 40 MiB at the first scrape, sets the system properties user.timezone and jdk.jfr.repository, writes to the temporary directory, and leaves two threads until the JVM ends";

  private final boolean isAlone;
  private final List<Section<?>> sections;

  /**
   * Takes sections in order of precedence.
   *
   * @param isAlone whether there is no application beside them
   */
  Sections(boolean isAlone, Section<?>... sections) {
    this.isAlone = isAlone;
    this.sections = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(sections)));
  }

  /** Lists those of this agent beside an application. */
  public static Sections all() {
    return of(false);
  }

  /**
   * Lists those of this agent.
   *
   * @param isAlone whether there is no application beside it
   */
  static Sections of(boolean isAlone) {
    return new Sections(
        isAlone,
        Section.plain(
            "application", "the registries the application already has", Sections::application),
        Section.plain("jvm", "memory, threads, garbage collection, classes", Sections::jvm),
        Section.plain("jfr", Section.Unless.OFF, JFR_HELP, JfrMetrics::of),
        new DiagnosticsSection(),
        Section.plain("process", "this process: CPU, memory, descriptors", Sections::process),
        Section.plain(
            "container",
            "of this process: its use of CPU and memory, and its limits",
            guest -> new ContainerMetrics()),
        Section.plain("cpu", "of the host", guest -> new CpuMetrics(guest.threads("cpu"))),
        Section.plain("memory", "of the host", guest -> new MemoryMetrics()),
        new DiskSection(),
        Section.plain(
            "node",
            Section.Unless.ALONE,
            "the host under the names of node_exporter; on by itself with serve",
            NodeMetrics::of),
        Section.plain(
            "sensors",
            Section.Unless.OFF,
            "temperature, fans, voltage and batteries of the host, read in the background; except on Linux by OSHI with JNA, of whose native access Java 24 and later warns",
            guest -> new SensorMetrics(guest.workers())),
        PROBES,
        new MethodSection(),
        new SignalSection(),
        new ModuleSection(),
        MBEANS);
  }

  private static @Nullable Source application(Guest guest) {
    return guest.instrumentation() == null
        ? null
        : new ApplicationMetrics(guest.instrumentation(), guest);
  }

  private static @Nullable Source jvm(Guest guest) {
    return isThere(Management.hasBeans(), "java.management", "jvm", guest)
        ? new JvmMetrics(guest)
        : null;
  }

  private static @Nullable Source process(Guest guest) {
    return isThere(Management.hasBeansOfJdk(), "jdk.management", "process", guest)
        ? new ProcessMetrics()
        : null;
  }

  /** Says which module a collector lacks. */
  private static boolean isThere(boolean hasModule, String module, String collector, Guest guest) {
    if (!hasModule) {
      guest
          .messages()
          .say(
              String.format(
                  "collector \"%s\" is left out, since this JVM has no module %s: add that to the run-time image, or with --add-modules %s",
                  collector, module, module));
    }
    return hasModule;
  }

  List<Section<?>> list() {
    return sections;
  }

  /** Returns whether a section is on where the file does not switch it. */
  boolean isOn(Section<?> section) {
    return section.unless() == Section.Unless.ON
        || (isAlone && section.unless() == Section.Unless.ALONE);
  }

  /** Returns the grammar of agent arguments, with the keys of these sections. */
  public ArgumentGrammar arguments() {
    List<String> files = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Section<?> section : sections) {
      if (!section.argument().isEmpty()) {
        (section.isFileArgument() ? files : others).add(section.argument());
      }
    }
    return new ArgumentGrammar(files, others);
  }
}
