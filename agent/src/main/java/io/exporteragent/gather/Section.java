package io.exporteragent.gather;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.FamilyClashes;
import io.exporteragent.config.Schema;
import io.exporteragent.config.YamlValue;
import io.exporteragent.guest.Guest;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A kind of metrics as the agent knows it: what stands under its key in the configuration file, and
 * the {@link Source} that is made of that. One class in the folder of the source, listed once, in
 * {@code lifecycle.Sections}.
 *
 * <pre>
 *   public final class LoadSection implements Section&lt;LoadSettings&gt; {
 *     public String name() { return "load"; }
 *     public String key() { return "load"; }
 *     public Schema&lt;LoadSettings&gt; schema() { return LoadSettings.SCHEMA; }
 *     public LoadSettings otherwise() { return LoadSettings.SCHEMA.defaults(); }
 *     public Source make(LoadSettings settings, Guest guest) { return new LoadMetrics(settings); }
 *   }
 * </pre>
 *
 * <p>Has no state; any thread may call it. A source lives on as long as its settings are equal.
 *
 * @param <S> its settings, immutable and with an {@code equals}
 */
public interface Section<S> {

  /** The value of the label {@code collector}, and what messages call it. */
  String name();

  /** The top-level key of the file; empty if there is nothing to configure. */
  String key();

  /** What the key means, for people, in sentences. */
  default String help() {
    return "";
  }

  /**
   * What stands under the key in the example of a whole file, as YAML; the comments of each key are
   * added. Empty for the defaults of the schema.
   */
  default String example() {
    return "";
  }

  /** Whether it is on unless {@code collectors} in the file switches it off by its name. */
  default boolean isSwitched() {
    return false;
  }

  /** What it collects, for the comment at its switch. */
  default String switchHelp() {
    return "";
  }

  /** What stands under the key. Asked only where the file has the key. */
  Schema<S> schema();

  /** The settings where nothing is said. */
  S otherwise();

  /** The key of the agent argument by which a file may be given; empty for none. */
  default String argument() {
    return "";
  }

  /**
   * Reads the settings.
   *
   * @param at what stands under the key, null where the file does not have it
   * @param arguments go before the file
   * @throws ConfigurationException if they cannot be understood
   */
  default S read(@Nullable YamlValue at, AgentArguments arguments) throws ConfigurationException {
    return at == null ? otherwise() : schema().read(at);
  }

  /**
   * Notes the families that the settings name, each of which must be of one kind in the whole file.
   *
   * @throws ConfigurationException if one is not
   */
  default void declare(S settings, FamilyClashes families) throws ConfigurationException {}

  /**
   * Checks what only making the source would find, without starting anything.
   *
   * @throws ConfigurationException if the source could not be made
   */
  default void check(S settings) throws ConfigurationException {}

  /**
   * Makes the source; opens and starts nothing that {@link Source#close} does not end.
   *
   * @return null if the settings ask for nothing, or this JVM lacks what is needed
   * @throws ConfigurationException if it cannot be made, saying why
   */
  @Nullable Source make(S settings, Guest guest) throws ConfigurationException;

  /** Says whether a running source can follow new settings, so that it is not made anew. */
  default boolean follows(Source running, S now) {
    return false;
  }

  /** Has a running source follow new settings; only where it {@link #follows}. Never fails. */
  default void update(Source running, S now) {}

  /** Ends what its sources have shared; called once, at the end of an agent that has made one. */
  default void end(Guest guest) {}

  /**
   * Makes the pages beside the metrics.
   *
   * @param running gives the source that runs at the time, null while none does
   */
  default List<SourcePage> pages(Supplier<@Nullable Source> running) {
    return Collections.emptyList();
  }

  /** Makes the source of a section without settings. */
  interface Factory {
    /** Makes it; null if this JVM lacks what is needed. */
    @Nullable Source make(Guest guest);
  }

  /**
   * Declares a section that is on unless it is switched off, and has no settings.
   *
   * @param what it collects, for the comment at its switch
   */
  static Section<Boolean> plain(String name, String what, Factory factory) {
    return new Section<Boolean>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String key() {
        return "";
      }

      @Override
      public boolean isSwitched() {
        return true;
      }

      @Override
      public String switchHelp() {
        return what;
      }

      @Override
      public Schema<Boolean> schema() {
        return Schema.bool();
      }

      @Override
      public Boolean otherwise() {
        return true;
      }

      @Override
      public @Nullable Source make(Boolean settings, Guest guest) {
        return factory.make(guest);
      }
    };
  }
}
