package io.exporteragent.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What measuring the requests and statements of an application as it is costs that application: the
 * woven code alone, each request of a whole process, and the start.
 */
final class Signals implements Scenario {

  @Override
  public Section run(Jdk jdk, Jars jars, Effort effort) throws IOException, InterruptedException {
    List<String> notes = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (Scenario part : List.of(new SignalHooks(), new SignalLoad(), new SignalStart())) {
      Section section = part.run(jdk, jars, effort);
      notes.addAll(section.notes());
      tables.addAll(section.tables());
      targets.addAll(section.targets());
    }
    return new Section(jdk.version(), notes, tables, targets);
  }
}
