package io.exporteragent.source.mbean.engine;

import io.exporteragent.model.MetricType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What becomes of a value, and for which values that holds. Immutable. */
public final class Decision {

  /** For which values of the same leaf a decision holds. */
  public enum Scope {
    /** Every number, Boolean and date. */
    NUMBERS,
    /** Values of the same text. */
    TEXT,
    /** Every value, and whatever the labels of the bean become. */
    EVER
  }

  private final Scope scope;
  private final Outcome outcome;
  private final int rule;
  private final String reason;
  private final boolean isRemembered;
  private final @Nullable Form form;

  /** What kind of thing becomes of a value. */
  public enum Outcome {
    SAMPLE,
    NOTHING,
    FAILURE
  }

  private Decision(
      Scope scope,
      Outcome outcome,
      int rule,
      String reason,
      boolean isRemembered,
      @Nullable Form form) {
    this.scope = scope;
    this.outcome = outcome;
    this.rule = rule;
    this.reason = reason;
    this.isRemembered = isRemembered;
    this.form = form;
  }

  /**
   * Decides that a value becomes a sample.
   *
   * @param rule the index of the rule that decided
   */
  public static Decision sample(Scope scope, int rule, Form form) {
    return new Decision(scope, Outcome.SAMPLE, rule, "", false, form);
  }

  /**
   * Decides that nothing becomes of a value.
   *
   * @param rule the index of the rule that decided, -1 if no rule did
   * @param reason in a few words
   */
  public static Decision nothing(Scope scope, int rule, String reason) {
    return new Decision(scope, Outcome.NOTHING, rule, reason, false, null);
  }

  /**
   * Decides that a value fails: a rule cannot be applied to it.
   *
   * @param rule the index of the rule
   * @param reason what is wrong, in one line
   */
  public static Decision failure(Scope scope, int rule, String reason) {
    return new Decision(scope, Outcome.FAILURE, rule, reason, false, null);
  }

  /** Returns the same, to be counted among what a policy remembers for good. */
  public Decision remembered() {
    return new Decision(scope, outcome, rule, reason, true, form);
  }

  /** Returns the same without the sample, for use once that is made. */
  Decision settled() {
    return form == null ? this : new Decision(scope, outcome, rule, reason, isRemembered, null);
  }

  /** Returns whether it is counted among what a policy remembers for good. */
  public boolean isRemembered() {
    return isRemembered;
  }

  /** Returns for which values it holds. */
  public Scope scope() {
    return scope;
  }

  /** Returns what becomes of the value. */
  public Outcome outcome() {
    return outcome;
  }

  /** Returns the index of the rule that decided, -1 if none did. */
  public int rule() {
    return rule;
  }

  /** Returns why there is no sample, in one line; empty if there is one. */
  public String reason() {
    return reason;
  }

  /** Returns the sample to be made, null if the outcome is another. */
  public @Nullable Form form() {
    return form;
  }

  /** What a sample looks like, but for the number read. Immutable; arrays must not be changed. */
  public static final class Form {
    private final String family;
    private final MetricType type;
    private final String[] labels;
    private final double factor;
    private final boolean isConstant;
    private final @Nullable String help;
    private final @Nullable String objectName;
    private final @Nullable Describer describer;

    /**
     * Describes a sample.
     *
     * @param family as in {@link io.exporteragent.model.Family#name}
     * @param type counter, gauge, info or unknown
     * @param labels name, value, name, value, sorted by name, each name once
     * @param factor what the number read is multiplied by; or the value itself
     * @param isConstant whether the factor is the value itself
     * @param help null for {@link BeanPolicy#help}
     * @param objectName null for {@link BeanPolicy#objectName}
     */
    public Form(
        String family,
        MetricType type,
        String[] labels,
        double factor,
        boolean isConstant,
        @Nullable String help,
        @Nullable String objectName) {
      this(family, type, labels, factor, isConstant, help, objectName, null);
    }

    private Form(
        String family,
        MetricType type,
        String[] labels,
        double factor,
        boolean isConstant,
        @Nullable String help,
        @Nullable String objectName,
        @Nullable Describer describer) {
      this.family = family;
      this.type = type;
      this.labels = labels;
      this.factor = factor;
      this.isConstant = isConstant;
      this.help = help;
      this.objectName = objectName;
      this.describer = describer;
    }

    /** Returns the same sample, described by another than the policy of its bean. */
    public Form describedBy(Describer other) {
      return new Form(family, type, labels, factor, isConstant, help, objectName, other);
    }

    /** Returns what describes it, null for the policy of its bean. */
    @Nullable Describer describer() {
      return describer;
    }

    /** Returns the name of its family. */
    public String family() {
      return family;
    }

    /** Returns its type. */
    public MetricType type() {
      return type;
    }

    /** Returns its labels as name, value, name, value, sorted by name. */
    public String[] labels() {
      return labels;
    }

    /** Returns what the number read is multiplied by, or the value itself. */
    public double factor() {
      return factor;
    }

    /** Returns whether {@link #factor} is the value itself, whatever is read. */
    public boolean isConstant() {
      return isConstant;
    }

    /** Returns its value if this was read: a number, a Boolean, or text where it is constant. */
    public double number(Object value) {
      return isConstant ? factor : Numbers.scaled(value, factor);
    }

    /** Returns its HELP text, null for that of the bean. */
    public @Nullable String help() {
      return help;
    }

    /** Returns what distinguishes it from others of the same labels, null for that of the bean. */
    public @Nullable String objectName() {
      return objectName;
    }

    /** Returns a text for debugging. */
    @Override
    public String toString() {
      return family + Arrays.toString(labels);
    }
  }
}
