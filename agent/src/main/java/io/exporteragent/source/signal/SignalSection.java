package io.exporteragent.source.signal;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.YamlValue;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.guest.Guest;
import io.exporteragent.weave.Loom;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code signals}: HTTP requests, database operations, pools and log events of an
 * application as it is.
 */
public final class SignalSection implements Section<List<SignalChoice>> {
  private static final String AUTO = "auto";
  private static final String NONE = "none";
  private static final String EXPECTED = "auto, none, or some of " + SignalGroup.NAMES;

  @Override
  public String name() {
    return "signals";
  }

  @Override
  public String key() {
    return "signals";
  }

  @Override
  public String argument() {
    return key();
  }

  @Override
  public boolean isFileArgument() {
    return false;
  }

  @Override
  public String help() {
    return "Signals of servers, drivers, pools and loggers that are known, measured in their code as it runs: auto for all, or some of "
        + SignalGroup.NAMES
        + ". Default: none.";
  }

  @Override
  public String example() {
    return "auto";
  }

  @Override
  public Schema<List<SignalChoice>> schema() {
    return Schema.oneOrMore(
        Schema.either(
            Schema.scalar("signal", SignalSection::word),
            Preset.SCHEMA,
            SignalChoice::new,
            SignalChoice::preset));
  }

  private static SignalChoice word(YamlValue at) throws ConfigurationException {
    String word = at.nonEmptyText();
    if (!isKnown(word)) {
      throw at.expected(EXPECTED);
    }
    return new SignalChoice(word);
  }

  private static boolean isKnown(String word) {
    return word.equals(AUTO) || word.equals(NONE) || SignalGroup.of(word) != null;
  }

  @Override
  public List<SignalChoice> otherwise() {
    return Collections.emptyList();
  }

  @Override
  public List<SignalChoice> read(@Nullable YamlValue at, AgentArguments arguments)
      throws ConfigurationException {
    String given = arguments.get(argument());
    if (given == null) {
      return at == null ? otherwise() : schema().read(at);
    }
    List<SignalChoice> choices = new ArrayList<>();
    for (String word : given.split(",", -1)) {
      if (!isKnown(word.trim())) {
        throw new ConfigurationException(
            String.format(
                "%s in agent argument signals=%s is no signal: give %s",
                Quoted.of(word.trim()), given, EXPECTED));
      }
      choices.add(new SignalChoice(word.trim()));
    }
    return choices;
  }

  @Override
  public @Nullable Source make(List<SignalChoice> choices, Guest guest) {
    Instrumentation application = guest.instrumentation();
    Set<SignalGroup> groups = groups(choices);
    List<Preset> own = own(choices);
    if (application == null || (groups.isEmpty() && own.isEmpty())) {
      return null;
    }
    Loom loom = guest.shared(Loom.class, () -> new Loom(application, guest.messages()));
    return new SignalMetrics(groups, own, loom, guest);
  }

  private static List<Preset> own(List<SignalChoice> choices) {
    List<Preset> own = new ArrayList<>();
    choices.forEach(each -> each.preset().ifPresent(own::add));
    return own;
  }

  private static Set<SignalGroup> groups(List<SignalChoice> choices) {
    Set<SignalGroup> groups = EnumSet.noneOf(SignalGroup.class);
    for (SignalChoice each : choices) {
      SignalGroup group = SignalGroup.of(each.word());
      if (each.word().equals(AUTO)) {
        return EnumSet.allOf(SignalGroup.class);
      }
      if (group != null) {
        groups.add(group);
      }
    }
    return groups;
  }
}
