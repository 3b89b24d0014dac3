package io.exporteragent.source.mbean.pack;

import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.Report;
import io.exporteragent.source.mbean.engine.Engine;
import io.exporteragent.source.mbean.engine.EngineResult;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import javax.management.MBeanServer;
import org.jspecify.annotations.Nullable;

/** A pack with the engine that reads it, while any of its domains is there. */
final class ActivePack {
  private final Pack pack;
  private final int maxSeries;
  private final ExecutorService workers;
  private final Messages messages;
  private final LongSupplier nanoClock;
  private final PackRest rest;
  private final Report report;
  private @Nullable PackPolicy policy;
  private @Nullable Engine engine;
  private String help = "";
  private boolean isAnnounced;

  private enum State {
    WORKING,
    RESTING,
    FAILING
  }

  /** Makes a pack whose file has not been read. */
  ActivePack(
      Pack pack,
      int maxSeries,
      ExecutorService workers,
      Messages messages,
      LongSupplier nanoClock) {
    this.pack = pack;
    this.maxSeries = maxSeries;
    this.workers = workers;
    this.messages = messages;
    this.nanoClock = nanoClock;
    this.rest = new PackRest(nanoClock);
    this.report = new Report(State.WORKING, nanoClock);
  }

  /** Returns the name of the pack. */
  String name() {
    return pack.name();
  }

  /** Returns whether one of its domains is among these. */
  boolean isAmong(Set<String> present) {
    return !Collections.disjoint(pack.domains(), present);
  }

  /** Forgets all it knows of MBeans. */
  void forget() {
    policy = null;
    engine = null;
  }

  /** Returns whether it is not to be read now. */
  boolean isResting() {
    return rest.isResting();
  }

  /** Returns about how many series are left out. */
  int seriesLeftOut() {
    PackPolicy by = policy;
    return by == null ? 0 : by.seriesLeftOut();
  }

  /** Returns whether nothing is read until the server is ready. */
  boolean isWaiting() {
    PackPolicy by = policy;
    return by != null && by.isWaiting();
  }

  /**
   * Reads the MBeans.
   *
   * @return null if that failed, which is reported
   */
  @Nullable EngineResult read(MBeanServer server, Scrape scrape) {
    try {
      EngineResult result = engine().read(server, scrape);
      announce();
      judge(result);
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (Exception e) {
      report.state(
          State.FAILING,
          () ->
              String.format(
                  "pack \"%s\" failed, its metrics are missing until it works again: %s",
                  pack.name(), String.valueOf(e).replaceAll("\\s+", " ")),
          line -> messages.say(line, e));
      return null;
    }
  }

  private Engine engine() {
    Engine reading = engine;
    if (reading == null) {
      PackFile file = pack.file();
      PackPolicy by = new PackPolicy(file, maxSeries, nanoClock);
      help = file.help();
      reading = new Engine(by, workers, messages, String.format("pack \"%s\"", pack.name()));
      policy = by;
      engine = reading;
    }
    return reading;
  }

  /** Tells once that MBeans were found for which nobody has asked for metrics. */
  private void announce() {
    PackPolicy by = policy;
    if (!isAnnounced && by != null && by.hasBeans()) {
      isAnnounced = true;
      if (pack.isDefault()) {
        messages.say(
            String.format(
                "MBeans are served by the pack \"%s\" (%s); mbeans: {packs: none} in the configuration file turns it off",
                pack.name(), withoutStop(help)));
      }
    }
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private void judge(EngineResult result) {
    boolean isTooMuch = rest.spent(result.cpuNanos(), result.isBuilding());
    report.state(
        isTooMuch ? State.RESTING : State.WORKING,
        () ->
            isTooMuch
                ? String.format(
                    Locale.ROOT,
                    "pack \"%s\" took %.0f ms of CPU to read its MBeans, more than 20; its metrics are missing for 60 s",
                    pack.name(),
                    result.cpuNanos() / 1e6)
                : String.format("pack \"%s\" works again", pack.name()),
        messages);
  }
}
