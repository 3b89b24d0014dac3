package io.exporteragent.gather;

import io.exporteragent.config.Key;
import io.exporteragent.config.Mapping;
import io.exporteragent.config.Schema;
import io.exporteragent.config.Settings;
import io.exporteragent.config.Values;
import io.exporteragent.model.Family;
import io.exporteragent.model.MetricNames;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Decides which families of all sources are left out: the section {@code metrics}. Immutable. */
public final class FamilyFilter extends Settings {
  private static final Key<List<Pattern>> EXCLUDE =
      Key.of(
          "exclude",
          Schema.listOf(Schema.pattern()),
          Collections.emptyList(),
          "regular expressions; a family is left out if one matches its whole name");

  /** The keys of the section. */
  public static final Mapping<FamilyFilter> SCHEMA = Schema.mapping(FamilyFilter::new, EXCLUDE);

  private final List<Pattern> excluded;

  private FamilyFilter(Values values) {
    super(values);
    this.excluded = values.get(EXCLUDE);
  }

  /** Returns whether a family is served, by its name and by that of its samples. */
  public boolean includes(Family family) {
    String sample = family.name() + MetricNames.suffix(family.type());
    for (Pattern pattern : excluded) {
      if (pattern.matcher(family.name()).matches() || pattern.matcher(sample).matches()) {
        return false;
      }
    }
    return true;
  }
}
