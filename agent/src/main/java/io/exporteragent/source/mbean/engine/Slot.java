package io.exporteragent.source.mbean.engine;

import java.util.Collections;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/**
 * The node of a place whose values may be of any kind. It remembers what was decided of a single
 * value, and the nodes within composite and tabular data.
 */
final class Slot extends Node {
  private final Leaf leaf;
  private final @Nullable Twins twins;
  private final Map<String, Twins> ofMembers;
  private @Nullable Decision decision;
  private @Nullable Sample sample;

  /** The text of the value for which the decision was made. */
  private String text = "";

  private boolean isText;
  private boolean isOutdated;

  /** The scrape in which a value was last seen here. */
  private int scrape;

  private @Nullable CompositeSlots members;
  private @Nullable TableSlots rows;

  Slot(Leaf leaf) {
    this(leaf, null, Collections.emptyMap());
  }

  /**
   * Creates a node that knows nothing of its place yet.
   *
   * @param twins it is one of, null for none
   * @param ofMembers those that a member of composite data is one of, by its name
   */
  Slot(Leaf leaf, @Nullable Twins twins, Map<String, Twins> ofMembers) {
    this.leaf = leaf;
    this.twins = twins;
    this.ofMembers = ofMembers;
  }

  @Override
  Node accept(Object value, BeanValues values, Reading reading) {
    if (Numbers.isPlain(value) && !(value instanceof Date)) {
      return single(value, true, values, reading);
    }
    if (value instanceof Number) {
      return single(Foreign.guarded((Number) value, reading.walk()), false, values, reading);
    }
    if (value instanceof Date) {
      return single(Numbers.seconds((Date) value), true, values, reading);
    }
    if (value instanceof String) {
      return text((String) value, values, reading);
    }
    if (value instanceof CompositeData) {
      if (members == null) {
        members = new CompositeSlots(leaf, ofMembers);
      }
      CompositeData data = (CompositeData) value;
      members.accept(Foreign.guarded(CompositeData.class, data, reading.walk()), values, reading);
    } else if (value instanceof TabularData) {
      if (rows == null) {
        rows = new TableSlots(leaf);
      }
      TabularData data = (TabularData) value;
      rows.accept(Foreign.guarded(TabularData.class, data, reading.walk()), values, reading);
    } else if (value instanceof Optional) {
      Object within = ((Optional<?>) value).orElse(null);
      return within == null ? this : accept(within, values, reading);
    } else if (value.getClass().isEnum()) {
      return text(reading.walk().text(value), values, reading);
    } else {
      values.policy().cannotUse(leaf, value);
      if (!value.getClass().isArray()) {
        values.exclude(leaf.name());
      }
    }
    return this;
  }

  @Override
  Leaf leaf() {
    return leaf;
  }

  @Override
  Node inherit(Node before) {
    if (before instanceof Slot) {
      Slot slot = (Slot) before;
      Decision known = slot.decision;
      if (known != null && known.isRemembered()) {
        decision = known;
        sample = slot.sample;
        isText = slot.isText;
        text = slot.text;
        scrape = slot.scrape;
        isOutdated = known.scope() != Decision.Scope.EVER;
      }
      members = slot.members;
      rows = slot.rows;
    }
    return this;
  }

  private Node text(String value, BeanValues values, Reading reading) {
    return values.policy().usesText() ? single(value, false, values, reading) : this;
  }

  private Node single(Object value, boolean isPlain, BeanValues values, Reading reading) {
    if (scrape < reading.scrape() - 1) {
      forget();
    }
    scrape = reading.scrape();
    Decision known = decision;
    if (known == null || !holds(known, value, isPlain)) {
      known = decide(value, values, reading);
    }
    if (twins != null && known.scope() == Decision.Scope.EVER) {
      twins.seen(scrape);
    }
    if (known.isRemembered()) {
      reading.countRemembered();
    }
    Sample made = sample;
    if (known.outcome() == Decision.Outcome.FAILURE) {
      reading.failed(values.bean(), leaf, known);
    } else if (made != null && (!(value instanceof String) || made.isConstant())) {
      reading.see(made, made.number(value));
      if (isPlain && known.scope() == Decision.Scope.NUMBERS && members == null && rows == null) {
        return made;
      }
    }
    return this;
  }

  /** What is remembered for good is dropped with the first scrape that does not see it. */
  private void forget() {
    Decision known = decision;
    if (known != null && known.isRemembered()) {
      decision = null;
      sample = null;
    }
  }

  private boolean holds(Decision known, Object value, boolean isPlain) {
    if (isOutdated) {
      return false;
    }
    switch (known.scope()) {
      case EVER:
        return true;
      case NUMBERS:
        return isPlain && !isText;
      default:
        return (value instanceof String) == isText && text.equals(String.valueOf(value));
    }
  }

  private Decision decide(Object value, BeanValues values, Reading reading) {
    Leaf of = twins == null ? leaf : twins.speaker(leaf, scrape);
    Decision made = values.policy().decide(of, value, values.labels(), decision);
    if (twins != null && made.scope() == Decision.Scope.EVER) {
      twins.remembered(of);
    } else if (of != leaf) {
      // Nothing is shared where the rule that decides does not remember it.
      of = leaf;
      made = values.policy().decide(of, value, values.labels(), decision);
    }
    decision = made.settled();
    isOutdated = false;
    Decision.Form form = made.form();
    sample = form == null ? null : reading.sample(form, values.policy(), of);
    isText = value instanceof String;
    text = made.scope() == Decision.Scope.TEXT ? String.valueOf(value) : "";
    return decision;
  }

  /** Decides what becomes of numbers before there is one, and returns whether that is nothing. */
  static boolean isUselessForNumbers(Leaf leaf, BeanPolicy policy) {
    Decision made = policy.decide(leaf, 0, new String[0], null);
    return made.outcome() == Decision.Outcome.NOTHING && made.scope() == Decision.Scope.NUMBERS;
  }

  @Override
  Node withoutLabels() {
    Decision known = decision;
    if (known != null && known.scope() != Decision.Scope.EVER) {
      isOutdated = true;
    }
    if (members != null) {
      members.labelsChanged();
    }
    if (rows != null) {
      rows.labelsChanged();
    }
    return this;
  }

  @Override
  boolean isUseless() {
    Decision known = decision;
    return known != null
        && known.outcome() == Decision.Outcome.NOTHING
        && known.scope() == Decision.Scope.NUMBERS
        && members == null
        && rows == null;
  }
}
