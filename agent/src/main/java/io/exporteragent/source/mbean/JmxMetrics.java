package io.exporteragent.source.mbean;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Quoted;
import io.exporteragent.gather.FollowedFile;
import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Report;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricType;
import io.exporteragent.model.ScalarFamily;
import io.exporteragent.source.mbean.engine.Engine;
import io.exporteragent.source.mbean.engine.EngineResult;
import io.exporteragent.source.mbean.engine.Policy;
import io.exporteragent.source.mbean.rules.JmxFile;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a jmx_exporter file make of MBeans, and what jmx_exporter says about itself,
 * for the alerts that use it. Unlike there, all of it is about this very scrape:
 *
 * <pre>
 * jmx_scrape_error 0.0
 * jmx_scrape_duration_seconds 0.012
 * jmx_scrape_cached_beans 0.0
 * jmx_config_reload_success_total 1.0
 * jmx_config_reload_failure_total 0.0
 * jmx_exporter_build_info{name="exporter-agent",version="0.1.0"} 1.0
 * </pre>
 *
 * <p>One scrape at a time, while another thread may call {@link #use} and {@link #refused}.
 */
final class JmxMetrics implements FollowedFile.Reader {
  private final Guest guest;
  private final Function<JmxFile, Policy> policies;
  private final String version;
  private final Report report = new Report("", System::nanoTime);
  private final AtomicLong successes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicReference<@Nullable JmxFile> warnedOf = new AtomicReference<>();
  private final AtomicBoolean hasSaidNoServer = new AtomicBoolean();
  private volatile Rules rules;

  /** A version of the file. */
  private static final class Rules {
    private final JmxFile file;
    private final Engine engine;

    Rules(JmxFile file, Engine engine) {
      this.file = file;
      this.engine = engine;
    }
  }

  /**
   * Creates metrics by a file.
   *
   * @param version of this agent
   */
  JmxMetrics(JmxFile file, Function<JmxFile, Policy> policies, String version, Guest guest) {
    this.guest = guest;
    this.policies = policies;
    this.version = version;
    this.rules = rules(file);
  }

  private Rules rules(JmxFile file) {
    return new Rules(
        file, new Engine(policies.apply(file), guest.workers(), guest.messages(), file.fileName()));
  }

  /** Puts a new version of the file into effect, from the next scrape on. */
  void use(JmxFile file) {
    if (!file.equals(rules.file)) {
      rules = rules(file);
      successes.incrementAndGet();
      sayWarnings();
    }
  }

  /** Says what is odd in the file, unless that has been said. */
  void sayWarnings() {
    JmxFile file = rules.file;
    if (!file.equals(warnedOf.getAndSet(file))) {
      JmxRemarks.warnings(file).forEach(guest.messages()::say);
    }
  }

  /** Says, once, that there is nothing to read. */
  void sayNoServer() {
    if (!hasSaidNoServer.getAndSet(true)) {
      guest
          .messages()
          .say(
              Quoted.plain(rules.file.fileName())
                  + ": the application has made no platform MBean server so far, so there are no MBeans; they are served once it has");
    }
  }

  @Override
  public void use(String text) throws ConfigurationException {
    JmxFile file = JmxFile.parse(text, rules.file.fileName());
    use(file);
    guest.messages().say("the new version of " + Quoted.plain(file.fileName()) + " is in effect");
  }

  @Override
  public void refused(String reason, Throwable cause) {
    refused();
    guest
        .messages()
        .say(reason + "; the previous version stays in effect until this is fixed", cause);
  }

  /** Counts a version of the file that was refused. */
  void refused() {
    failures.incrementAndGet();
  }

  /** Returns for how many seconds from the start no MBean is to be read. */
  int startDelaySeconds() {
    return rules.file.startDelaySeconds();
  }

  /**
   * Reads the MBeans.
   *
   * @param server null as long as there is none
   * @param to receives the families
   * @return whether all could be read in time
   */
  boolean read(@Nullable MBeanServer server, Scrape scrape, List<Family> to) {
    long begin = System.nanoTime();
    Engine engine = rules.engine;
    EngineResult result = null;
    Exception failure = null;
    if (server != null) {
      try {
        result = engine.read(server, scrape);
      } catch (InterruptedException e) {
        // The agent is being taken out, which is no failure of the MBeans.
        Thread.currentThread().interrupt();
        return false;
      } catch (Exception e) {
        failure = e;
      }
    }
    report(failure);
    to.addAll(about());
    boolean isComplete = failure == null && (result == null || result.isComplete());
    boolean isFaulty = !isComplete || (result != null && result.failures() > 0);
    to.add(
        new ScalarFamily(
                "jmx_scrape_error",
                MetricType.GAUGE,
                "Whether any MBean or value could not be read in this scrape (1).")
            .add(isFaulty ? 1 : 0));
    to.add(
        new ScalarFamily(
                "jmx_scrape_cached_beans",
                MetricType.GAUGE,
                "Values whose rule is remembered, since a rule has cache: true.")
            .add(result == null ? 0 : result.cachedBeans()));
    to.add(
        new ScalarFamily(
                "jmx_scrape_duration_seconds",
                MetricType.GAUGE,
                "How long it took to read the MBeans in this scrape.")
            .add((System.nanoTime() - begin) / 1e9));
    to.addAll(result == null ? Collections.<Family>emptyList() : result.families());
    return isComplete;
  }

  /** Returns what is known without reading an MBean. */
  List<Family> about() {
    return Arrays.asList(
        new ScalarFamily(
                "jmx_config_reload_success",
                MetricType.COUNTER,
                "New versions of the configuration file that were put into effect.")
            .add((double) successes.get()),
        new ScalarFamily(
                "jmx_config_reload_failure",
                MetricType.COUNTER,
                "New versions of the configuration file that were refused.")
            .add((double) failures.get()),
        new ScalarFamily(
                "jmx_exporter_build", MetricType.INFO, "What serves the rules of jmx_exporter.")
            .add(1, "name", "exporter-agent", "version", version));
  }

  private void report(@Nullable Exception failure) {
    String file = Quoted.plain(rules.file.fileName());
    String reason = failure == null ? "" : oneLine(failure);
    report.state(
        reason,
        () ->
            failure == null
                ? "the MBeans of " + file + " are read again"
                : String.format(
                    "the MBeans of %s cannot be read, their metrics are missing until they can: %s",
                    file, reason),
        line -> guest.messages().say(line, failure));
  }

  private static String oneLine(Exception failure) {
    try {
      return String.valueOf(failure).replaceAll("\\s+", " ");
    } catch (RuntimeException e) {
      // The exception may be of a class of the application, with a toString() that throws.
      return failure.getClass().getName();
    }
  }
}
