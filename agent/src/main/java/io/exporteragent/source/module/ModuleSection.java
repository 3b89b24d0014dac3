package io.exporteragent.source.module;

import io.exporteragent.config.AgentArguments;
import io.exporteragent.config.ConfigurationException;
import io.exporteragent.config.ConfigurationFile;
import io.exporteragent.config.Quoted;
import io.exporteragent.config.Schema;
import io.exporteragent.config.YamlValue;
import io.exporteragent.gather.Section;
import io.exporteragent.gather.Source;
import io.exporteragent.gather.SourcePage;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.LoaderOfClass;
import io.exporteragent.source.module.isolate.SharedClientJava;
import io.exporteragent.source.module.run.ModuleSettings;
import java.lang.instrument.Instrumentation;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The section {@code modules}: code in a watched folder. */
public final class ModuleSection implements Section<Optional<ModuleSettings>> {
  @Override
  public String name() {
    return "modules";
  }

  @Override
  public String key() {
    return "modules";
  }

  @Override
  public String help() {
    return "A folder of metric modules, looked into every two seconds. Default: none.";
  }

  @Override
  public String argument() {
    return "modules";
  }

  @Override
  public String example() {
    return ConfigurationFile.resource(ModuleSection.class, "example.yml");
  }

  @Override
  public Schema<Optional<ModuleSettings>> schema() {
    return Schema.orNothing(ModuleSettings.SCHEMA);
  }

  @Override
  public Optional<ModuleSettings> otherwise() {
    return Optional.empty();
  }

  @Override
  public Optional<ModuleSettings> read(@Nullable YamlValue at, AgentArguments arguments)
      throws ConfigurationException {
    String given = arguments.get(argument());
    if (given == null) {
      return Section.super.read(at, arguments);
    }
    Path directory = directory(given);
    return Optional.of(
        at == null
            ? ModuleSettings.of(directory)
            : ModuleSettings.SCHEMA.read(at, ModuleSettings.DIRECTORY, directory));
  }

  private static Path directory(String given) throws ConfigurationException {
    try {
      return Paths.get(given);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          String.format(
              "%s in the agent argument is not the name of a directory; give modules=DIRECTORY",
              Quoted.of(given)));
    }
  }

  @Override
  public @Nullable Source make(Optional<ModuleSettings> settings, Guest guest) {
    Instrumentation instrumentation = guest.instrumentation();
    return settings.isPresent()
        ? ModuleMetrics.start(
            settings.get(),
            instrumentation == null
                ? name -> ClassLoader.getSystemClassLoader()
                : new LoaderOfClass(instrumentation),
            guest.agenda(),
            guest.messages())
        : null;
  }

  @Override
  public void end(Guest guest) {
    SharedClientJava.endThread(guest.messages());
  }

  @Override
  public List<SourcePage> pages(Supplier<@Nullable Source> running) {
    ModulesPage page = new ModulesPage(() -> (ModuleMetrics) running.get());
    return Collections.singletonList(new SourcePage("/modules", page::html, page::json));
  }
}
