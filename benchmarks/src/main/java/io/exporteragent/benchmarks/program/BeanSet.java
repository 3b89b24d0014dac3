package io.exporteragent.benchmarks.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Any number of MBeans, the same ones each time, of kinds that recur in fixed shares.
 *
 * <p>What a file of rules finds in them is thus proportional to their number, as long as that is a
 * multiple of the sum of the shares.
 */
abstract class BeanSet {

  private record Kind(
      int share, int before, IntFunction<String> names, IntFunction<ReadOnlyBean> beans) {}

  private final List<Kind> cycle = new ArrayList<>();

  /**
   * Adds a kind.
   *
   * @param share how many beans in a cycle are of it
   * @param names the name of the nth of them, as {@link ObjectName} reads it
   * @param beans the nth of them
   */
  final void add(int share, IntFunction<String> names, IntFunction<ReadOnlyBean> beans) {
    cycle.addAll(Collections.nCopies(share, new Kind(share, cycle.size(), names, beans)));
  }

  final ObjectName name(int index) throws MalformedObjectNameException {
    Kind kind = kind(index);
    return new ObjectName(kind.names().apply(number(index, kind)));
  }

  final ReadOnlyBean bean(int index) {
    Kind kind = kind(index);
    return kind.beans().apply(number(index, kind));
  }

  private Kind kind(int index) {
    return cycle.get(index % cycle.size());
  }

  /** Which of its kind the bean is. */
  private int number(int index, Kind kind) {
    return index / cycle.size() * kind.share() + index % cycle.size() - kind.before();
  }
}
