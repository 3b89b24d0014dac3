package io.exporteragent.module;

import io.exporteragent.config.ModuleSettings;
import java.util.function.Consumer;

/** What all modules of a folder have in common. Immutable. */
final class ModuleHost {
  final ModuleSettings settings;

  final Agenda agenda;

  final ModuleNames names = new ModuleNames();
  final Consumer<String> messages;

  ModuleHost(ModuleSettings settings, Agenda agenda, Consumer<String> messages) {
    this.settings = settings;
    this.agenda = agenda;
    this.messages = messages;
  }
}
