package io.exporteragent.gather;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.FamilyClashes;
import io.exporteragent.config.Schema;
import io.exporteragent.config.YamlDocument;
import io.exporteragent.config.YamlValue;
import io.exporteragent.guest.Guest;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A kind of metrics: its key in the configuration file, and the {@link Source} made from the
 * settings under that key. One class in the package of the source, listed once, in {@code
 * lifecycle.Sections}.
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
 * <p>Stateless; any thread may call it. A reload keeps a source whose settings are equal.
 *
 * @param <S> its settings, immutable and with an {@code equals}
 */
public interface Section<S> {

  /** Returns the value of the label {@code collector}, also used in messages. */
  String name();

  /** Returns the top-level key of the file; empty if there is nothing to configure. */
  String key();

  /** Returns what the key means, in sentences for the documentation. */
  default String help() {
    return "";
  }

  /**
   * Returns the YAML under the key in the example of a whole file, to which comments are added;
   * empty for the defaults of the schema.
   */
  default String example() {
    return "";
  }

  /** Returns whether {@code collectors} in the file switches it on and off by its name. */
  default boolean isSwitched() {
    return false;
  }

  /** Returns where one that {@link #isSwitched} is on when the file does not say so. */
  default Unless unless() {
    return Unless.ON;
  }

  /** Where a collector is on of itself. */
  enum Unless {
    /** Everywhere. */
    ON,
    /** Only where there is no application, in {@code serve}. */
    ALONE,
    /** Nowhere. */
    OFF
  }

  /** Returns what it collects, for the comment at its switch. */
  default String switchHelp() {
    return "";
  }

  /** Returns the schema of the settings. Called only if the file has the key. */
  Schema<S> schema();

  /** Returns the settings if the file does not have the key. */
  S otherwise();

  /** Returns the key of an agent argument; empty for none. */
  default String argument() {
    return "";
  }

  /** Returns whether the value of its agent argument is a file or a directory. */
  default boolean isFileArgument() {
    return true;
  }

  /**
   * Reads the settings.
   *
   * @param at the value of the key, null if the file does not have it
   * @param arguments take precedence over the file
   * @throws ConfigurationException if they are not valid
   */
  default S read(@Nullable YamlValue at, AgentArguments arguments) throws ConfigurationException {
    return at == null ? otherwise() : schema().read(at);
  }

  /**
   * Returns whether a file with this key at its top level is a configuration file of another
   * program, which as a whole is the settings of this section.
   */
  default boolean claims(String topLevelKey) {
    return false;
  }

  /**
   * Reads a file that it {@link #claims}.
   *
   * @param foreign the first key that it claims
   * @param ours the first key of ours that the file has beside, null if it has none
   * @param isGuarded whether clients have to show something by a web configuration
   * @throws ConfigurationException if it is not valid, or has a key of ours
   */
  default S readWhole(YamlDocument file, String foreign, @Nullable String ours, boolean isGuarded)
      throws ConfigurationException {
    throw new IllegalStateException(name() + " claims no file");
  }

  /**
   * Adds the families that the settings name; each must be of one kind in the whole file.
   *
   * @throws ConfigurationException if one is of two kinds
   */
  default void declare(S settings, FamilyClashes families) throws ConfigurationException {}

  /**
   * Checks what otherwise only {@link #make} would find, without starting anything.
   *
   * @throws ConfigurationException if the source could not be made
   */
  default void check(S settings) throws ConfigurationException {}

  /**
   * Returns what {@code check} prints besides the settings, one line each, such as warnings about
   * files they name.
   *
   * @throws ConfigurationException as {@link #check} does
   */
  default List<String> remarks(S settings) throws ConfigurationException {
    return Collections.emptyList();
  }

  /**
   * Makes the source; opens and starts nothing that {@link Source#close} does not end.
   *
   * @return null if the settings ask for nothing, or this JVM lacks what is needed
   * @throws ConfigurationException if it cannot be made
   */
  @Nullable Source make(S settings, Guest guest) throws ConfigurationException;

  /** Returns whether a running source can take new settings instead of being replaced. */
  default boolean follows(Source running, S now) {
    return false;
  }

  /** Gives a running source new settings that it {@link #follows}. Never fails. */
  default void update(Source running, S now) {}

  /**
   * Tells a running source that a new version of the configuration file was refused, so that its
   * settings stay. Never fails.
   */
  default void refused(Source running) {}

  /** Ends what its sources share; called once, at the end of an agent that has made one. */
  default void end(Guest guest) {}

  /**
   * Makes the pages besides the metrics.
   *
   * @param running supplies the source that is running, null while none is
   */
  default List<SourcePage> pages(Supplier<@Nullable Source> running) {
    return Collections.emptyList();
  }

  /** Makes the source of a section without settings. */
  interface Factory {
    /** Makes the source; null if this JVM lacks what is needed. */
    @Nullable Source make(Guest guest);
  }

  /**
   * Declares a section without settings, which is on unless it is switched off.
   *
   * @param what it collects, for the comment at its switch
   */
  static Section<Boolean> plain(String name, String what, Factory factory) {
    return plain(name, Unless.ON, what, factory);
  }

  /**
   * Declares a section without settings.
   *
   * @param unless where it is on unless the file says otherwise
   * @param what it collects, for the comment at its switch
   */
  static Section<Boolean> plain(String name, Unless unless, String what, Factory factory) {
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
      public Unless unless() {
        return unless;
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
