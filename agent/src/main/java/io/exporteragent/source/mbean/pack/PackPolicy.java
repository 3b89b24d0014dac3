package io.exporteragent.source.mbean.pack;

import io.exporteragent.model.MetricNames;
import io.exporteragent.source.mbean.engine.BeanPolicy;
import io.exporteragent.source.mbean.engine.Beans;
import io.exporteragent.source.mbean.engine.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a pack names, in the order of its entries, and of each in that of the names.
 *
 * <p>A pack has a limit of series. An MBean is read whole or not at all: it is admitted if there is
 * room for all the metrics of its entry. Once it is known which of the attributes it has, the rest
 * of the room is free for others. An MBean that was admitted stays until it is gone, so that no
 * series comes and goes with others.
 *
 * <p>While the server is not {@link PackReady ready} none is selected, nor looked for.
 */
public final class PackPolicy implements Policy {
  private final int maxSeries;
  private final PackLook look;
  private final @Nullable PackReady ready;
  private final Map<String, DomainBeans> domains = new LinkedHashMap<>();
  private final List<PackMetric> metrics = new ArrayList<>();
  private Map<ObjectName, PackedBean> admitted = Collections.emptyMap();
  private int seriesLeftOut;
  private boolean isWaiting;

  /** Of those admitted, when that was decided. */
  private int series;

  /** Reads a pack with at most this number of series. */
  public PackPolicy(PackFile pack, int maxSeries) {
    this(pack, maxSeries, System::nanoTime);
  }

  PackPolicy(PackFile pack, int maxSeries, LongSupplier nanoClock) {
    this.maxSeries = maxSeries;
    this.look = new PackLook(nanoClock);
    this.ready = pack.ready();
    List<PackBean> beans = pack.beans();
    for (int i = 0; i < beans.size(); i++) {
      PackBean bean = beans.get(i);
      domains
          .computeIfAbsent(bean.object().domain(), DomainBeans::new)
          .add(new PackEntry(bean, i, metrics.size()));
      metrics.addAll(bean.metrics());
    }
  }

  @Override
  public Collection<ObjectName> select(Beans beans) {
    isWaiting = ready != null && !ready.isNow(beans);
    if (isWaiting) {
      look.again();
      return Collections.emptySet();
    }
    boolean changed = false;
    if (look.isDue(beans)) {
      for (DomainBeans domain : domains.values()) {
        changed |= domain.update(beans);
      }
      look.done();
    }
    if (changed || series != seriesOf(admitted.values())) {
      admit(sorted());
    }
    return Collections.unmodifiableSet(admitted.keySet());
  }

  private static int seriesOf(Collection<PackedBean> beans) {
    int sum = 0;
    for (PackedBean bean : beans) {
      sum += bean.series();
    }
    return sum;
  }

  private List<PackedBean> sorted() {
    List<PackedBean> found = new ArrayList<>();
    for (DomainBeans domain : domains.values()) {
      domain.forEach(
          (name, entry) -> {
            PackedBean earlier = admitted.get(name);
            found.add(earlier == null ? new PackedBean(entry, name, look) : earlier);
          });
    }
    found.sort(
        Comparator.comparingInt((PackedBean bean) -> bean.entry().index())
            .thenComparing(bean -> bean.name().getCanonicalName()));
    return found;
  }

  private void admit(List<PackedBean> found) {
    int free = maxSeries;
    Map<PackEntry, Integer> typical = new HashMap<>();
    Set<PackedBean> in = new HashSet<>();
    for (PackedBean bean : found) {
      if (admitted.containsKey(bean.name())) {
        typical.put(bean.entry(), bean.series());
        // One that has got more attributes may have to go.
        if (bean.series() <= free) {
          free -= bean.series();
          in.add(bean);
        }
      }
    }
    Map<ObjectName, PackedBean> next = new LinkedHashMap<>();
    seriesLeftOut = 0;
    for (PackedBean bean : found) {
      if (in.contains(bean)) {
        next.put(bean.name(), bean);
      } else if (bean.series() <= free) {
        free -= bean.series();
        next.put(bean.name(), bean);
      } else {
        seriesLeftOut += typical.getOrDefault(bean.entry(), bean.series());
      }
    }
    admitted = next;
    series = seriesOf(next.values());
  }

  @Override
  public @Nullable BeanPolicy of(ObjectName bean) {
    return admitted.get(bean);
  }

  @Override
  public String unit(String family) {
    return MetricNames.unit(family);
  }

  /**
   * Returns about how many series are left out: those of the MBeans for which there is no room, as
   * many each as one of the same entry has.
   */
  public int seriesLeftOut() {
    return isWaiting ? 0 : seriesLeftOut;
  }

  /** Returns whether it has found any MBean. */
  public boolean hasBeans() {
    return !admitted.isEmpty() || seriesLeftOut > 0;
  }

  /** Returns whether the server was not ready the last time. */
  public boolean isWaiting() {
    return isWaiting;
  }

  /** Returns the metric that is the {@link io.exporteragent.source.mbean.engine.Decision#rule}. */
  public PackMetric metric(int rule) {
    return metrics.get(rule);
  }
}
