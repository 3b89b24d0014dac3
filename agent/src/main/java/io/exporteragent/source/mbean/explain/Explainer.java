package io.exporteragent.source.mbean.explain;

import io.exporteragent.config.Quoted;
import io.exporteragent.gather.Scrape;
import io.exporteragent.guest.Guest;
import io.exporteragent.model.Family;
import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Engine;
import io.exporteragent.source.mbean.engine.Policy;
import io.exporteragent.source.mbean.pack.Pack;
import io.exporteragent.source.mbean.pack.PackPolicy;
import io.exporteragent.source.mbean.rules.JmxFile;
import io.exporteragent.source.mbean.rules.RuleBean;
import io.exporteragent.source.mbean.rules.RulePolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Answers a question about the MBeans of this JVM. It reads them once, by an engine of its own,
 * which goes when the answer is given.
 *
 * <pre>
 *   new Explainer(question, guest, out).explain(server, file, packs, 500, warnings);
 * </pre>
 */
public final class Explainer {
  /** Leaves time for the answer to get to the one who waits for it. */
  private static final double SHARE = 0.8;

  private final Guest guest;
  private final Answer answer;
  private final boolean isAboutUnused;
  private final long deadlineNanos;

  /**
   * Begins an answer, whose time counts from now.
   *
   * @param guest its messages are not used: what there is to say is part of the answer
   * @param out receives the answer in UTF-8
   */
  public Explainer(MBeanQuestion question, Guest guest, OutputStream out) {
    this.guest = guest;
    this.answer = new Answer(out, question.isJson(), question.pattern());
    this.isAboutUnused = question.isAboutUnused();
    this.deadlineNanos =
        System.nanoTime() + (long) (SHARE * TimeUnit.MILLISECONDS.toNanos(question.millis()));
  }

  /** Answers in one line. */
  public void say(String line) throws IOException {
    answer.say(line);
    answer.end(true);
  }

  /**
   * Reads and explains.
   *
   * @param file of jmx_exporter, null if there is none
   * @param packs in order of precedence; those whose domains are there are explained
   * @param remarks on the file, one line each
   * @throws Exception if there can be no answer
   */
  public void explain(
      MBeanServer server,
      @Nullable JmxFile file,
      List<Pack> packs,
      int maxSeries,
      List<String> remarks)
      throws Exception {
    boolean isDone = false;
    try {
      remarks.forEach(answer::say);
      if (file != null) {
        explain(server, file);
      }
      if (!isAboutUnused) {
        explain(server, packs, maxSeries, file == null);
      } else if (file == null) {
        answer.say("there are no rules without a file of jmx_exporter");
      }
      isDone = true;
    } finally {
      answer.end(isDone);
    }
  }

  private void explain(MBeanServer server, JmxFile file) throws Exception {
    RulePolicy policy = new RulePolicy(file);
    RuleUse use = isAboutUnused ? new RuleUse(file.rules()) : null;
    RuleRecorder recorder = new RuleRecorder(file, policy, answer, use);
    RecordingPolicy<RuleBean> recording = new RecordingPolicy<>(policy, recorder);
    read(server, recording, Quoted.plain(file.fileName()));
    recording.end();
    recorder.end();
  }

  private void explain(MBeanServer server, List<Pack> packs, int maxSeries, boolean isAll)
      throws Exception {
    Map<ObjectName, Set<String>> exported = new HashMap<>();
    List<String> present = domains(server);
    List<String> absent = new ArrayList<>();
    for (Pack pack : packs) {
      if (pack.domains().stream().noneMatch(present::contains)) {
        absent.add(pack.name());
        continue;
      }
      PackPolicy policy = new PackPolicy(pack.file(), maxSeries);
      PackRecorder recorder = new PackRecorder(pack.name(), policy, answer, exported);
      RecordingPolicy<BeanPolicy> recording = new RecordingPolicy<>(policy, recorder);
      read(server, recording, String.format("pack \"%s\"", pack.name()));
      recording.end();
      recorder.end();
    }
    if (!absent.isEmpty()) {
      answer.say("no MBeans for the packs " + String.join(", ", absent));
    }
    if (isAll) {
      new Unexported(server, guest.workers(), answer).tell(exported, deadlineNanos);
    }
  }

  private List<String> domains(MBeanServer server) throws Exception {
    Future<String[]> domains = guest.workers().submit(() -> new Beans(server).domains());
    try {
      return Arrays.asList(domains.get(remainingNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw new TimeoutException("the MBean server does not answer");
    }
  }

  private long remainingNanos() {
    return Math.max(1, deadlineNanos - System.nanoTime());
  }

  private void read(MBeanServer server, Policy policy, String what) throws Exception {
    Engine engine = new Engine(policy, guest.workers(), answer, what);
    for (Family family : engine.read(server, Scrape.ofEverything(deadlineNanos)).families()) {
      tellOfTwins(family);
    }
  }

  /** Says where the page distinguishes samples that rules do not. */
  private void tellOfTwins(Family family) {
    int[] count = {0};
    family.forEach(
        (labels, value, created, exemplar) -> {
          if (Arrays.asList(labels).indexOf("_objectname") % 2 == 0) {
            count[0]++;
          }
        });
    if (count[0] > 0) {
      answer.say(
          String.format(
              "%d samples of %s are told apart by a label _objectname on the page, since some have the same labels",
              count[0], family.name()));
    }
  }
}
